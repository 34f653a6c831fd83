import { CloudFormationClient, CreateStackCommand, DeleteStackCommand, DescribeStackEventsCommand, DescribeStacksCommand, UpdateStackCommand } from '@aws-sdk/client-cloudformation';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Cloud } from '../../index.js';

const StackName = 'storage';
let cloud: Cloud;
let cfn: CloudFormationClient;

beforeEach(async () => {
  cloud = await Cloud.start({ clock: 'virtual' });
  cfn = cloud.client(CloudFormationClient);
});
afterEach(() => cloud.close());

const attributes = ['Arn', 'DomainName', 'RegionalDomainName', 'DualStackDomainName'];
const template = (properties: object, more: object = {}) =>
  JSON.stringify({
    Resources: { Bucket: { Type: 'AWS::S3::Bucket', Properties: properties }, ...more },
    Outputs: {
      Ref: { Value: { Ref: 'Bucket' } },
      ...Object.fromEntries(attributes.map((name) => [name, { Value: { 'Fn::GetAtt': ['Bucket', name] } }])),
    },
  });

async function stack() {
  await cloud.settled();
  const { Stacks } = await cfn.send(new DescribeStacksCommand({ StackName }));
  const [found] = Stacks!;
  return { status: found!.StackStatus, outputs: Object.fromEntries((found!.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue])) };
}
const create = async (TemplateBody: string) => {
  await cfn.send(new CreateStackCommand({ StackName, TemplateBody }));
  return stack();
};
const update = async (TemplateBody: string) => {
  await cfn.send(new UpdateStackCommand({ StackName, TemplateBody }));
  return stack();
};
const reasons = async () => {
  const { StackEvents } = await cfn.send(new DescribeStackEventsCommand({ StackName }));
  return StackEvents!.flatMap(({ ResourceStatusReason }) => ResourceStatusReason ?? []).join('\n');
};
const s3 = (operation: string, Bucket: string, more: object = {}) => cloud.call('s3', operation, { Bucket, ...more });

describe('AWS::S3::Bucket', () => {
  it('is named, and refers to itself as on AWS', async () => {
    const { status, outputs } = await create(template({}));
    expect(status).toBe('CREATE_COMPLETE');
    const name = outputs['Ref']!;
    expect(name).toMatch(/^storage-bucket-[a-z0-9]+$/);
    expect(outputs).toMatchObject({
      Arn: `arn:aws:s3:::${name}`,
      DomainName: `${name}.s3.amazonaws.com`,
      RegionalDomainName: `${name}.s3.us-east-1.amazonaws.com`,
      DualStackDomainName: `${name}.s3.dualstack.us-east-1.amazonaws.com`,
    });
    await cfn.send(new DeleteStackCommand({ StackName }));
    await cloud.settled();
    await expect(s3('HeadBucket', name)).rejects.toThrow(expect.objectContaining({ code: 'NotFound' }));
  });

  it('takes every configuration, changes it and takes it off again', async () => {
    const BucketName = 'my-things';
    await create(
      template({
        BucketName,
        VersioningConfiguration: { Status: 'Enabled' },
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: 'false' },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' }] },
        BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: true }] },
        CorsConfiguration: { CorsRules: [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'], ExposedHeaders: ['ETag'], Id: 'web', MaxAge: '60' }] },
        LifecycleConfiguration: {
          Rules: [
            { Id: 'a', Status: 'Enabled', Prefix: 'tmp/', ExpirationInDays: 3, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
            { Id: 'b', Status: 'Enabled', TagFilters: [{ Key: 'k', Value: 'v' }], ObjectSizeGreaterThan: '10', Transitions: [{ StorageClass: 'GLACIER', TransitionInDays: 90 }], NoncurrentVersionExpirationInDays: 5 },
          ],
        },
        Tags: [{ Key: 'team', Value: 'blue' }],
        NotificationConfiguration: { EventBridgeConfiguration: {} },
      }),
    );
    expect(await reasons()).not.toMatch(/fail|error/i);
    expect(await s3('GetBucketVersioning', BucketName)).toEqual({ Status: 'Enabled' });
    expect(await s3('GetPublicAccessBlock', BucketName)).toMatchObject({ PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: false } });
    expect(await s3('GetBucketOwnershipControls', BucketName)).toMatchObject({ OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' }] } });
    expect(await s3('GetBucketCors', BucketName)).toMatchObject({ CORSRules: [{ ID: 'web', MaxAgeSeconds: 60, ExposeHeaders: ['ETag'] }] });
    expect(await s3('GetBucketLifecycleConfiguration', BucketName)).toMatchObject({
      Rules: [
        { ID: 'a', Filter: { Prefix: 'tmp/' }, Expiration: { Days: 3 }, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
        { ID: 'b', Filter: { And: { ObjectSizeGreaterThan: 10, Tags: [{ Key: 'k', Value: 'v' }] } }, Transitions: [{ Days: 90, StorageClass: 'GLACIER' }], NoncurrentVersionExpiration: { NoncurrentDays: 5 } },
      ],
    });
    expect(await s3('GetBucketTagging', BucketName)).toEqual({ TagSet: [{ Key: 'team', Value: 'blue' }] });
    expect(await s3('GetBucketNotificationConfiguration', BucketName)).toMatchObject({ EventBridgeConfiguration: {} });
    const { status } = await update(template({ BucketName, Tags: [{ Key: 'team', Value: 'red' }] }));
    expect(status).toBe('UPDATE_COMPLETE');
    expect(await s3('GetBucketVersioning', BucketName)).toEqual({ Status: 'Suspended' });
    expect(await s3('GetBucketTagging', BucketName)).toEqual({ TagSet: [{ Key: 'team', Value: 'red' }] });
    await expect(s3('GetBucketCors', BucketName)).rejects.toThrow(expect.objectContaining({ code: 'NoSuchCORSConfiguration' }));
    await expect(s3('GetBucketLifecycleConfiguration', BucketName)).rejects.toThrow(expect.objectContaining({ code: 'NoSuchLifecycleConfiguration' }));
  });

  it('sends its events to a queue of the same template', async () => {
    const Queue = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } };
    const { status } = await create(
      template(
        { BucketName: 'my-things', NotificationConfiguration: { QueueConfigurations: [{ Event: 's3:ObjectCreated:*', Queue: { 'Fn::GetAtt': ['Queue', 'Arn'] }, Filter: { S3Key: { Rules: [{ Name: 'suffix', Value: '.txt' }] } } }] } },
        { Queue },
      ),
    );
    expect(status).toBe('CREATE_COMPLETE');
    await s3('PutObject', 'my-things', { Key: 'a.txt', Body: new Uint8Array(0) });
    await cloud.settled();
    const { Attributes } = await cloud.call('sqs', 'GetQueueAttributes', { QueueUrl: 'http://127.0.0.1:4566/000000000000/q', AttributeNames: ['ApproximateNumberOfMessages'] });
    expect(Attributes['ApproximateNumberOfMessages']).toBe('2');
  });

  it.each([
    ['a property that Terrella lacks', { WebsiteConfiguration: { IndexDocument: 'index.html' } }, /WebsiteConfiguration/],
    ['a property that AWS lacks', { Colour: 'blue' }, /Colour/],
    ['a KMS key', { BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }] } }, /aws:kms/],
    ['a public ACL', { AccessControl: 'PublicRead' }, /Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting/],
    ['a bad name', { BucketName: 'Bad_Name' }, /The specified bucket is not valid/],
  ])('fails for %s and leaves no bucket', async (_name, properties, reason) => {
    const refused = await create(template({ BucketName: 'my-things', ...properties })).then(
      async ({ status }) => `${status} ${await reasons()}`,
      (error: Error) => `ROLLBACK ${error.message}`,
    );
    expect(refused).toMatch(/^ROLLBACK/);
    expect(refused).toMatch(reason);
    expect(await cloud.call('s3', 'ListBuckets', {})).toMatchObject({ Buckets: [] });
  });

  it('that is not empty stays, and fails the deletion', async () => {
    await create(template({ BucketName: 'my-things' }));
    await s3('PutObject', 'my-things', { Key: 'k', Body: new Uint8Array(0) });
    await cfn.send(new DeleteStackCommand({ StackName }));
    expect((await stack()).status).toBe('DELETE_FAILED');
    expect(await reasons()).toMatch(/The bucket you tried to delete is not empty/);
  });
});

describe('AWS::S3::BucketPolicy', () => {
  it('is put, changed and removed', async () => {
    const withPolicy = (Action: string) =>
      template(
        { BucketName: 'my-things' },
        {
          Policy: {
            Type: 'AWS::S3::BucketPolicy',
            Properties: {
              Bucket: { Ref: 'Bucket' },
              PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: '*', Action, Resource: { 'Fn::Sub': '${Bucket.Arn}/*' } }] },
            },
          },
        },
      );
    await create(withPolicy('s3:GetObject'));
    expect(JSON.parse((await s3('GetBucketPolicy', 'my-things'))['Policy'])).toMatchObject({ Statement: [{ Action: 's3:GetObject' }] });
    await update(withPolicy('s3:PutObject'));
    expect(JSON.parse((await s3('GetBucketPolicy', 'my-things'))['Policy'])).toMatchObject({ Statement: [{ Action: 's3:PutObject' }] });
    await update(template({ BucketName: 'my-things' }));
    await expect(s3('GetBucketPolicy', 'my-things')).rejects.toThrow(expect.objectContaining({ code: 'NoSuchBucketPolicy' }));
  });
});
