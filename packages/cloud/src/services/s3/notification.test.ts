import { PutRuleCommand, PutTargetsCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, DeleteQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectTaggingCommand,
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Event, NotificationConfiguration } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Cloud } from '../../index.js';

const Bucket = 'things';
const account = '000000000000';
const queueArn = `arn:aws:sqs:us-east-1:${account}:q`;
const policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' }],
});

let cloud: Cloud;
let s3: S3Client;
let sqs: SQSClient;
let QueueUrl: string;

beforeEach(async () => {
  cloud = await Cloud.start({ clock: 'virtual' });
  s3 = cloud.client(S3Client);
  sqs = cloud.client(SQSClient);
  await s3.send(new CreateBucketCommand({ Bucket }));
  QueueUrl = (await sqs.send(new CreateQueueCommand({ QueueName: 'q', Attributes: { Policy: policy } }))).QueueUrl!;
});
afterEach(() => cloud.close());

const configure = (NotificationConfiguration: NotificationConfiguration) =>
  s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
const toQueue = (events: string[], filter: Record<string, string> = {}): NotificationConfiguration => ({
  QueueConfigurations: [
    {
      Id: 'config',
      QueueArn: queueArn,
      Events: events as Event[],
      Filter: { Key: { FilterRules: Object.entries(filter).map(([Name, Value]) => ({ Name: Name as 'prefix', Value })) } },
    },
  ],
});

/** Takes everything out of the queue. */
async function received(): Promise<any[]> {
  await cloud.settled();
  const bodies: any[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) return bodies;
    bodies.push(...Messages.map(({ Body }) => JSON.parse(Body!)));
  }
}

const putObject = (Key: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body: 'hello' }));

describe('a queue', () => {
  it('gets a test event first, then the events it asked for, in the documented form', async () => {
    await configure(toQueue(['s3:ObjectCreated:*', 's3:ObjectRemoved:*'], { prefix: 'in/', suffix: '.txt' }));
    expect(await received()).toMatchObject([{ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket }]);
    await putObject('in/a b+ü.txt');
    await putObject('in/a.png');
    await putObject('out/a.txt');
    const [message, ...others] = await received();
    expect(others).toEqual([]);
    expect(message.Records).toEqual([
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: 'us-east-1',
        eventTime: '2026-01-01T00:00:00.000Z',
        eventName: 'ObjectCreated:Put',
        userIdentity: { principalId: `AWS:${account}` },
        requestParameters: { sourceIPAddress: '127.0.0.1' },
        responseElements: { 'x-amz-request-id': expect.any(String), 'x-amz-id-2': expect.any(String) },
        s3: {
          s3SchemaVersion: '1.0',
          configurationId: 'config',
          bucket: { name: Bucket, ownerIdentity: { principalId: expect.stringMatching(/^[0-9a-f]{64}$/) }, arn: `arn:aws:s3:::${Bucket}` },
          object: { key: 'in/a+b%2B%C3%BC.txt', size: 5, eTag: '5d41402abc4b2a76b9719d911017c592', sequencer: expect.stringMatching(/^[0-9A-F]+$/) },
        },
      },
    ]);
  });

  it('tells kinds of events apart', async () => {
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
    await configure(toQueue(['s3:ObjectCreated:*', 's3:ObjectRemoved:*', 's3:ObjectTagging:*']));
    await received();
    await putObject('k');
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/k` }));
    await s3.send(new PutObjectTaggingCommand({ Bucket, Key: 'k', Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] } }));
    await s3.send(new DeleteObjectTaggingCommand({ Bucket, Key: 'k' }));
    const marker = await s3.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'k', VersionId: marker.VersionId }));
    const events = (await received()).map(({ Records: [record] }) => `${record.eventName} ${record.s3.object.versionId === undefined ? '' : 'v'}`);
    expect(events).toEqual([
      'ObjectCreated:Put v',
      'ObjectCreated:Copy v',
      'ObjectTagging:Put v',
      'ObjectTagging:Delete v',
      'ObjectRemoved:DeleteMarkerCreated v',
      'ObjectRemoved:Delete v',
    ]);
  });

  it('that comes back after a while gets what it missed', async () => {
    await configure(toQueue(['s3:ObjectCreated:Put']));
    await received();
    await sqs.send(new DeleteQueueCommand({ QueueUrl }));
    await putObject('k');
    await cloud.settled();
    await cloud.clock.advance(61_000);
    await sqs.send(new CreateQueueCommand({ QueueName: 'q', Attributes: { Policy: policy } }));
    await cloud.clock.advance(120_000);
    expect(await received()).toMatchObject([{ Records: [{ eventName: 'ObjectCreated:Put' }] }]);
  });
});

describe('where IAM is enforced', () => {
  it('a queue must let S3 in, for this bucket', async () => {
    await using strict = await Cloud.start({ clock: 'virtual', enforceIam: true });
    const [client, queues] = [strict.client(S3Client), strict.client(SQSClient)];
    await client.send(new CreateBucketCommand({ Bucket }));
    const { QueueUrl: url } = await queues.send(new CreateQueueCommand({ QueueName: 'q' }));
    const put = () => client.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: toQueue(['s3:ObjectCreated:*']) }));
    await expect(put()).rejects.toThrow(
      expect.objectContaining({ name: 'InvalidArgument', message: 'Unable to validate the following destination configurations' }),
    );
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 's3.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: queueArn,
          Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:s3:::${Bucket}` }, StringEquals: { 'aws:SourceAccount': account } },
        },
      ],
    });
    await queues.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { Policy } }));
    await put();
    await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: '' }));
    await strict.settled();
    const { Attributes } = await queues.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['ApproximateNumberOfMessages'] }));
    expect(Attributes!['ApproximateNumberOfMessages']).toBe('2');
  });
});

describe('a topic', () => {
  it('passes the event on', async () => {
    const sns = cloud.client(SNSClient);
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 't' }));
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: queueArn, Attributes: { RawMessageDelivery: 'true' } }));
    await configure({ TopicConfigurations: [{ TopicArn, Events: ['s3:ObjectCreated:*'] }] });
    await putObject('k');
    expect(await received()).toMatchObject([{ Event: 's3:TestEvent' }, { Records: [{ eventName: 'ObjectCreated:Put', s3: { object: { key: 'k' } } }] }]);
  });
});

describe('a function', () => {
  it('is invoked with the event', async () => {
    const seen: any[] = [];
    await cloud.lambda('handler', async (event) => {
      seen.push(event);
    });
    await configure({ LambdaFunctionConfigurations: [{ LambdaFunctionArn: `arn:aws:lambda:us-east-1:${account}:function:handler`, Events: ['s3:ObjectCreated:*'] }] });
    await putObject('k');
    await cloud.settled();
    expect(seen).toMatchObject([{ Records: [{ eventSource: 'aws:s3', s3: { bucket: { name: Bucket }, object: { key: 'k' } } }] }]);
  });
});

describe('EventBridge', () => {
  it('gets every event of a bucket that is switched on', async () => {
    const events = cloud.client(EventBridgeClient);
    await events.send(new PutRuleCommand({ Name: 'r', EventPattern: JSON.stringify({ source: ['aws.s3'], detail: { bucket: { name: [Bucket] } } }) }));
    await events.send(new PutTargetsCommand({ Rule: 'r', Targets: [{ Id: 'q', Arn: queueArn }] }));
    await putObject('before');
    await configure({ EventBridgeConfiguration: {} });
    await putObject('k');
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
    const [created, deleted, ...others] = await received();
    expect(others).toEqual([]);
    expect(created).toMatchObject({
      source: 'aws.s3',
      'detail-type': 'Object Created',
      account,
      region: 'us-east-1',
      resources: [`arn:aws:s3:::${Bucket}`],
      detail: {
        version: '0',
        bucket: { name: Bucket },
        object: { key: 'k', size: 5, etag: '5d41402abc4b2a76b9719d911017c592' },
        requester: account,
        reason: 'PutObject',
      },
    });
    expect(deleted).toMatchObject({ 'detail-type': 'Object Deleted', detail: { reason: 'DeleteObject', 'deletion-type': 'Permanently Deleted' } });
  });
});

describe('configurations', () => {
  it('are replaced as a whole', async () => {
    await configure({ ...toQueue(['s3:ObjectCreated:*']), EventBridgeConfiguration: {} });
    const read = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
    expect(read).toMatchObject({ EventBridgeConfiguration: {}, QueueConfigurations: [{ Id: 'config', QueueArn: queueArn, Events: ['s3:ObjectCreated:*'] }] });
    await configure({});
    const after = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
    expect(after.QueueConfigurations ?? []).toEqual([]);
    expect(after.EventBridgeConfiguration).toBeUndefined();
  });

  const twice = (second: object) => ({ QueueConfigurations: [{ ...toQueue(['s3:ObjectCreated:*'], { prefix: 'a/' }).QueueConfigurations![0]! }, { QueueArn: queueArn, ...second }] }) as NotificationConfiguration;
  it.each<[string, NotificationConfiguration, RegExp]>([
    ['an unknown event', toQueue(['s3:ObjectSeen:*']), /A specified event is not supported/],
    ['an unknown filter', toQueue(['s3:ObjectCreated:*'], { infix: 'x' }), /must be either prefix or suffix/],
    ['an ARN of another service', { QueueConfigurations: [{ QueueArn: 'arn:aws:sns:us-east-1:1:t', Events: ['s3:ObjectCreated:*'] }] }, /The ARN could not be parsed/],
    ['a queue that does not exist', { QueueConfigurations: [{ QueueArn: `${queueArn}2`, Events: ['s3:ObjectCreated:*'] }] }, /Unable to validate the following destination/],
    ['overlapping rules', twice({ Events: ['s3:ObjectCreated:Put'], Filter: { Key: { FilterRules: [{ Name: 'prefix', Value: 'a/b/' }] } } }), /Configurations overlap/],
  ])('refuse %s', async (_name, configuration, message) => {
    await expect(configure(configuration)).rejects.toThrow(expect.objectContaining({ name: 'InvalidArgument', message: expect.stringMatching(message) }));
  });

  it('take rules that no object can satisfy together', async () => {
    await configure(twice({ Events: ['s3:ObjectCreated:*'], Filter: { Key: { FilterRules: [{ Name: 'prefix', Value: 'b/' }] } } }));
    await configure(twice({ Events: ['s3:ObjectRemoved:*'], Filter: { Key: { FilterRules: [{ Name: 'prefix', Value: 'a/' }] } } }));
  });
});
