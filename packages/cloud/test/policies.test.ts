import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { EventBridge } from '@aws-sdk/client-eventbridge';
import { IAM } from '@aws-sdk/client-iam';
import { S3 } from '@aws-sdk/client-s3';
import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { SNS } from '@aws-sdk/client-sns';
import { SQS } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cloud } from '../src/index.js';
import { build } from './resources.js';
import type { City } from './resources.js';

/** Sets a policy on something of the city, through the official client. */
const doors: Readonly<Record<string, readonly [code: string, put: (cloud: Cloud, city: City, policy: string) => Promise<unknown>]>> = {
  'SQS queue': ['InvalidAttributeValue', (cloud, { queueUrl }, Policy) => cloud.client(SQS).setQueueAttributes({ QueueUrl: queueUrl, Attributes: { Policy } })],
  'SNS topic': ['InvalidParameterException', (cloud, { topicArn }, AttributeValue) => cloud.client(SNS).setTopicAttributes({ TopicArn: topicArn, AttributeName: 'Policy', AttributeValue })],
  'EventBridge bus': ['ValidationException', (cloud, { name }, Policy) => cloud.client(EventBridge).putPermission({ EventBusName: name, Policy })],
  'Logs account': ['InvalidParameterException', (cloud, { name }, policyDocument) => cloud.client(CloudWatchLogs).putResourcePolicy({ policyName: name, policyDocument })],
  'DynamoDB table': ['ValidationException', (cloud, { name }, Policy) => cloud.client(DynamoDB).putResourcePolicy({ ResourceArn: `arn:aws:dynamodb:us-east-1:000000000000:table/${name}`, Policy })],
  'S3 bucket': ['MalformedPolicy', (cloud, { name: Bucket }, Policy) => cloud.client(S3).putBucketPolicy({ Bucket, Policy })],
  secret: ['MalformedPolicyDocumentException', (cloud, { name }, ResourcePolicy) => cloud.client(SecretsManager).putResourcePolicy({ SecretId: name, ResourcePolicy })],
  user: ['MalformedPolicyDocumentException', (cloud, { name }, PolicyDocument) => cloud.client(IAM).putUserPolicy({ UserName: name, PolicyName: 'p', PolicyDocument })],
  role: ['MalformedPolicyDocumentException', (cloud, { name }, PolicyDocument) => cloud.client(IAM).updateAssumeRolePolicy({ RoleName: name, PolicyDocument })],
};

const allow = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };
const broken: readonly string[] = [
  '{',
  '{}',
  '[]',
  ...[[], [null], 'x', [{}], [{ ...allow, Effect: 'Maybe' }], [{ ...allow, Nope: 1 }], [{ ...allow, Condition: { Nope: { a: '1' } } }], [{ ...allow, Sid: 'x' }, { ...allow, Sid: 'x' }]].map((Statement) =>
    JSON.stringify({ Version: '2012-10-17', Statement }),
  ),
  JSON.stringify({ Version: '2020-01-01', Statement: [allow] }),
];

describe('a policy that nobody could evaluate is refused where it is set', () => {
  let cloud: Cloud;
  let city: City;
  beforeAll(async () => {
    cloud = await Cloud.start({ clock: 'virtual' });
    city = await build(cloud, 'played');
  });
  afterAll(() => cloud.close());

  it.each(Object.entries(doors))('%s', async (_what, [code, put]) => {
    for (const policy of broken) {
      const answer = await put(cloud, city, policy).then(
        () => 'taken',
        (error: Error) => error.name,
      );
      expect([policy, answer]).toEqual([policy, code]);
    }
  });
});

it("judges by several of a log account's policies at once, whatever their statements are called", async () => {
  await using cloud = await Cloud.start({ clock: 'virtual', enforceIam: true });
  const logs = cloud.client(CloudWatchLogs);
  const statement = { Sid: 'same', Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '*' };
  const policyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  for (const policyName of ['one', 'two']) await logs.putResourcePolicy({ policyName, policyDocument });
  await logs.createLogGroup({ logGroupName: '/aws/events/all' });
  const events = cloud.client(EventBridge);
  await events.putRule({ Name: 'all', EventPattern: '{"source":["shop"]}' });
  await events.putTargets({ Rule: 'all', Targets: [{ Id: '1', Arn: 'arn:aws:logs:us-east-1:000000000000:log-group:/aws/events/all' }] });
  await events.putEvents({ Entries: [{ Source: 'shop', DetailType: 'x', Detail: '{}' }] });
  await cloud.settled();
  const { events: written } = await logs.filterLogEvents({ logGroupName: '/aws/events/all' });
  expect(written).toHaveLength(1);
});
