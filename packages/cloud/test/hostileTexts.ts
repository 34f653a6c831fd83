import { allowAll, template, trust } from './resources.js';

/** Strings that break what was not thought of. */
export const nastyStrings: readonly string[] = [
  '', ' ', '\0', '\u0001\u001f', '%', '%zz', '%00', '..', '../..', '/', '//', '.', ':', '*', '?', '__proto__', 'constructor', 'hasOwnProperty', 'null', 'undefined',
  '-1', '1e999', 'NaN', '99999999999999999999', '{', '[', '"', '{}', '[]', 'null', '{"__proto__":{"a":1}}', '<a>', '&amp;', ']]>', '☃', '🜨', 'e\u0301', '\r\n', '\t', '${', '$', '\\', "'", '(', 'a,b', 'a=b&c',
  'arn:', 'arn:aws', 'arn:aws:::::', 'arn:aws:sqs:us-east-1:000000000000:', 'arn:aws:lambda:us-east-1:000000000000:function:', 'arn:aws:s3:::', 'arn:aws:iam::000000000000:role/', 'https://', 'https://[', 'http://localhost:99999/', 'eyJhIjoxfQ==', '[]'.repeat(3), '['.repeat(5000), '{"a":'.repeat(2000), 'ab'.repeat(1000),
];

const attribute = { S: 'a' };

/** Whole values for members that mean nothing when random. */
export const items: Readonly<Record<string, readonly unknown[]>> = {
  Key: [{ pk: attribute, sk: { N: '1' } }, { pk: attribute }, { pk: { S: '' }, sk: { N: '1' } }, { pk: { N: '1' }, sk: { N: 'x' } }],
  Item: [{ pk: attribute, sk: { N: '1' }, a: { M: { b: { L: [{ NULL: true }] } } } }, { pk: attribute, sk: { N: '-0.0' }, other: { NULL: true } }, { pk: attribute, sk: { N: '1e200' } }, { pk: attribute, sk: { N: '4' }, s: { SS: [] } }],
  ExclusiveStartKey: [{ pk: attribute, sk: { N: '1' } }, { pk: attribute, sk: { N: '1' }, other: { S: 'o' } }, {}],
  ExpressionAttributeValues: [{ ':a': attribute, ':n': { N: '1' } }, { ':a': { L: [] } }, { ':n': { N: '9e125' } }, { ':a': { SS: ['x', 'x'] } }],
  ExpressionAttributeNames: [{ '#a': 'list' }, { '#a': 'pk' }, { '#__proto__': '__proto__' }, { '#a': '' }],
  Statistics: [['Sum'], ['Average', 'SampleCount'], []],
  ExtendedStatistics: [['p99'], ['tm(10%:90%)'], ['p101'], ['x']],
  MetricData: [[{ MetricName: 'm', Value: 1 }], [{ MetricName: 'm', Values: [1, 2], Counts: [1] }], [{ MetricName: 'm', StatisticValues: { SampleCount: 0, Sum: 1, Minimum: 2, Maximum: 1 } }], [{ MetricName: 'm', Value: 1e300, Unit: 'Bytes', StorageResolution: 7 }]],
  MetricDataQueries: [[{ Id: 'a', MetricStat: { Metric: { Namespace: 'AWS/SQS', MetricName: 'NumberOfMessagesSent', Dimensions: [{ Name: 'QueueName', Value: 'played' }] }, Period: 60, Stat: 'Sum' } }], [{ Id: 'a', Expression: 'a + a' }], [{ Id: 'a', Expression: 'SUM(METRICS())' }]],
  TransactItems: [[{ Put: { TableName: 'played', Item: { pk: attribute, sk: { N: '9' } } } }, { Delete: { TableName: 'played', Key: { pk: attribute, sk: { N: '1' } } } }], [{ Get: { TableName: 'played', Key: { pk: attribute, sk: { N: '1' } } } }], [{ Update: { TableName: 'played', Key: { pk: attribute, sk: { N: '2' } }, UpdateExpression: 'SET #__proto__ = :a', ExpressionAttributeNames: { '#__proto__': 'z' }, ExpressionAttributeValues: { ':a': attribute } } }]],
  RequestItems: [{ played: { Keys: [{ pk: attribute, sk: { N: '1' } }] } }, { played: [{ PutRequest: { Item: { pk: attribute, sk: { N: '8' } } } }] }, { played: [{ DeleteRequest: { Key: { pk: attribute } } }] }, { nope: [] }],
  KeyConditions: [{ pk: { ComparisonOperator: 'EQ', AttributeValueList: [attribute] } }, { pk: { ComparisonOperator: 'BETWEEN', AttributeValueList: [] } }],
  KeySchema: [[{ AttributeName: 'pk', KeyType: 'HASH' }], [{ AttributeName: 'pk', KeyType: 'HASH' }, { AttributeName: 'pk', KeyType: 'RANGE' }]],
  AttributeDefinitions: [[{ AttributeName: 'pk', AttributeType: 'S' }], [{ AttributeName: 'pk', AttributeType: 'S' }, { AttributeName: 'other', AttributeType: 'S' }]],
  patchOperations: [
    [{ op: 'replace', path: '/name', value: 'x' }],
    [{ op: 'replace', path: '/', value: '' }],
    [{ op: 'remove', path: '/*/*/throttling/rateLimit' }],
    [{ op: 'replace', path: '/*/*/logging/loglevel', value: 'INFO' }],
    [{ op: 'add', path: '/~0~1~2', value: 'x' }],
    [{ op: 'replace', path: '/variables/__proto__', value: 'x' }],
    [{ op: 'add', path: '/binaryMediaTypes/image~1png' }],
    [{ op: 'copy', from: '/', path: '/deploymentId' }],
    [{ op: 'replace', path: '/requestParameters/integration.request.path.x', value: 'method.request.path.x' }],
  ],
};

const policies = [allowAll, trust, '{}', '{"Statement":[]}', '{"Version":"2012-10-17","Statement":{"Effect":"Allow"}}', '{"Version":"2012-10-17","Statement":[null]}', '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*","Condition":{"Nope":{"a":1}}}]}', '{"Version":1}', 'null', '[]'];
const patterns = ['{"source":["shop"]}', '{"a":[{"prefix":""}]}', '{"a":[{"numeric":[">",1,"<"]}]}', '{"a":"b"}', '{"a":[{"anything-but":{"prefix":[]}}]}', '{"$or":[{"a":[1]}]}', '{"a":[{"wildcard":"***"}]}', '{"a":[{"cidr":"10.0.0.0/99"}]}', '{"__proto__":[1]}', '{"a":[[1]]}', '[]', '{}', '{"a":[{"exists":"x"}]}'];
const schedules = ['rate(1 minute)', 'rate(0 minutes)', 'rate(5 minute)', 'cron(0 12 * * ? *)', 'cron(0 0 31 2 ? *)', 'cron(* * * * * *)', 'cron()', 'rate()', 'cron(0/0 1-0 L W # *)', 'rate(99999999999 days)', 'cron(0 12 ? * MON#9 1970)'];
const conditions = ['pk = :a', 'pk = :a AND sk > :n', 'attribute_exists(pk)', '#a = :a', 'size(list) > :n', 'contains(#a, :a)', '((((pk = :a))))', 'NOT NOT pk = :a', 'pk IN ()', 'list[0] = :n', 'list[99999999999999999999] = :n', 'pk = ', '((((((', 'a'.repeat(5000), 'attribute_type(pk, :a)', 'begins_with(pk, :n)', 'pk BETWEEN :n AND :a'];
const openApi = '{"openapi":"3.0.1","info":{"title":"x","version":"1"},"paths":{"/a/{b}":{"get":{"x-amazon-apigateway-integration":{"type":"mock"}}}}}';

/** Texts by the member that takes them: right, nearly right and wrong. `NAME.key` are the keys of the map NAME. */
export const documents: Readonly<Record<string, readonly string[]>> = {
  TableName: ['played', 'arn:aws:dynamodb:us-east-1:000000000000:table/played'], PolicyArn: ['arn:aws:iam::000000000000:policy/played', 'arn:aws:iam::aws:policy/AdministratorAccess'], PermissionsBoundary: ['arn:aws:iam::000000000000:policy/played'], GroupName: ['played'], InstanceProfileName: ['played'], PolicyName: ['played'], policyName: ['played'], VersionId: ['v1', 'v2', 'null'], LayerName: ['played'], FunctionUrlAuthType: ['NONE'], Action: ['lambda:InvokeFunction', 'lambda:*', 'events:PutEvents'], Principal: ['sns.amazonaws.com', '*', '000000000000'], keyType: ['API_KEY'], S3Bucket: ['played'], S3Key: ['package.zip', 'a'], Operation: ['x'], Namespace: ['shop', 'AWS/SQS', 'AWS/Lambda'], MetricName: ['m', 'Invocations', 'NumberOfMessagesSent'],
  ExpectedBucketOwner: ['000000000000'], ExpectedSourceBucketOwner: ['000000000000'],
  PolicyDocument: policies, AssumeRolePolicyDocument: policies, Policy: policies, ResourcePolicy: policies, policyDocument: policies, RedrivePolicy: ['{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:played","maxReceiveCount":2}', '{}', '{"deadLetterTargetArn":1}', '[]', '"x"', 'null'],
  FilterPolicy: [...patterns], EventPattern: patterns, ScheduleExpression: schedules, Event: ['{"id":"1","source":"shop","detail-type":"x","account":"0","time":"2026-01-01T00:00:00Z","region":"us-east-1","resources":[],"detail":{}}', '{}', 'null', '[]', '{'],
  KeyConditionExpression: conditions, FilterExpression: conditions, ConditionExpression: conditions, ProjectionExpression: ['pk', '#a', 'a.b[0].c', 'pk, pk', 'a..b', ',', 'list[0], list[1]'],
  UpdateExpression: ['SET #a = :a', 'SET a = if_not_exists(b, :n) + :n', 'REMOVE list[0]', 'ADD n :n', 'DELETE s :a', 'SET a = list_append(#a, :a)', 'SET', 'SET pk = :a', 'SET a.b.c = :a', 'SET list[999999] = :a', 'SET a = :a SET b = :a', 'SET a = a + b + c', 'REMOVE a, a.b'],
  TemplateBody: [template('made'), '{}', '{"Resources":{}}', 'Resources:\n  A:\n    Type: AWS::SNS::Topic\n', 'a: &a [*a]', '{"Resources":{"A":{"Type":"AWS::SQS::Queue","DependsOn":"B"},"B":{"Type":"AWS::SQS::Queue","DependsOn":"A"}}}', '{"Resources":{"A":null}}', 'x', '- 1', '{"Resources":{"A":{"Type":"AWS::Nope::Nope"}}}'],
  Message: ['hello', '{"default":"x","sqs":1}', '[]', '{}'], MessageStructure: ['json'], Protocol: ['sqs', 'lambda', 'http', 'https', 'email', 'firehose', 'nope'], Detail: ['{"a":1}', '{}', '[]', '1', 'null'],
  'Attributes.key': ['VisibilityTimeout', 'DelaySeconds', 'RedrivePolicy', 'Policy', 'FifoQueue', 'DisplayName', 'KmsMasterKeyId', 'FilterPolicy', 'RawMessageDelivery', 'DeliveryPolicy', 'FilterPolicyScope', 'MaximumMessageSize', 'MessageRetentionPeriod'], AttributeName: ['VisibilityTimeout', 'DisplayName', 'Policy', 'FilterPolicy', 'RedrivePolicy', 'DeliveryPolicy', 'pk', 'sk', 'RawMessageDelivery', 'SubscriptionRoleArn'], AttributeValue: ['30', 'true', ...policies, ...patterns.slice(0, 4), '{"healthyRetryPolicy":{"numRetries":-1}}'],
  DataType: ['String', 'Number', 'Binary', 'String.x', 'Nope', 'String.Array'], StringValue: ['x', '1', '1e999', '["a"]', ''], Id: ['1', 'a', 'b', 'a.b'],
  Type: ['String', 'SecureString', 'StringList', 'A', 'CNAME'], Value: ['x', '1', 'a,b', '{{ssm:x}}', 'ssm:/played/a'], Runtime: ['nodejs20.x', 'nodejs22.x', 'python3.12', 'java21'], Handler: ['index.handler', 'index', '.', '../x.y', 'index.handler.x'], Qualifier: ['$LATEST', '1', 'live', '$X'], FunctionVersion: ['$LATEST', '1'],
  uri: ['arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:played/invocations', 'arn:aws:apigateway:us-east-1:sqs:path/000000000000/played', 'http://127.0.0.1:1/', 'arn:aws:apigateway:us-east-1:dynamodb:action/PutItem', 'nope'], pathPart: ['a', '{id}', '{proxy+}', '{', '{}', '{+}', '{a}{b}', 'a/b'], httpMethod: ['GET', 'ANY', 'POST', 'get', 'X'], integrationHttpMethod: ['POST', 'GET', 'ANY'], statusCode: ['200', '500', '099', '2xx'], schema: ['{"type":"object"}', '{"$ref":"#"}', '{', '{"type":"nope"}'], body: [openApi, '{}', '{"swagger":"2.0","paths":{}}', 'x: y'],
  filterPattern: ['ERROR', '{ $.a = 1 }', '{ $.a = ', '[a, b]', '"x" -y', '?a ?b', '{ $.a[0].b = "*" || $.c IS NULL }', '%[%'], Path: ['/', '/played', 'x', '//'], Marker: ['', 'x', 'MA=='], NextToken: ['x', 'eyJhIjoxfQ==', '0'], nextToken: ['x', 'eyJhIjoxfQ==', '0'], position: ['x', '0'], ContinuationToken: ['x', 'MQ=='], Delimiter: ['/', '//', ''], EncodingType: ['url'], MaxItems: ['1'], Range: ['bytes=0-1', 'bytes=-0', 'bytes=9-1', 'bytes=0-99999999999999999999', 'x'], Tagging: ['a=b', 'a=b&a=c', '%', '='], ETag: ['"x"', '*'], ContentMD5: ['', 'x', 'XUFAKrxLKna5cZ2REBfFkg=='],
  InputPath: ['$.detail', '$', '$[', '$..a', 'x'], InputTemplate: ['"<a>"', '{"a": <a>}', '<', '<b>'], Name: ['played', 'made', '/played/a', '/aws/x', 'default', 'made.fifo'], PatternSource: ['x'],
};
