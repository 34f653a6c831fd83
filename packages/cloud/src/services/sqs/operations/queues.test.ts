import { SQS } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { Cloud } from '../../../index.js';

const start = async () => {
  const cloud = await Cloud.start({ clock: 'virtual' });
  return { cloud, sqs: cloud.client(SQS), [Symbol.asyncDispose]: () => cloud.close() };
};

describe('CreateQueue', () => {
  it('gives the URL of the queue that is there with the same values', async () => {
    await using lab = await start();
    const first = await lab.sqs.createQueue({ QueueName: 'orders', Attributes: { DelaySeconds: '5', VisibilityTimeout: '300' } });
    expect(first.QueueUrl).toMatch(/^http:\/\/.+\/000000000000\/orders$/);
    for (const Attributes of [{}, { DelaySeconds: '5' }, { VisibilityTimeout: '300', DelaySeconds: '5' }]) {
      expect((await lab.sqs.createQueue({ QueueName: 'orders', Attributes })).QueueUrl).toBe(first.QueueUrl);
    }
    await expect(lab.sqs.createQueue({ QueueName: 'orders', Attributes: { DelaySeconds: '6' } })).rejects.toMatchObject({
      name: 'QueueNameExists',
      message: 'A queue already exists with the same name and a different value for attribute DelaySeconds',
    });
  });

  it('frees a name a minute after its queue was deleted', async () => {
    await using lab = await start();
    const { QueueUrl } = await lab.sqs.createQueue({ QueueName: 'orders' });
    await lab.sqs.sendMessage({ QueueUrl, MessageBody: 'left behind' });
    await lab.sqs.deleteQueue({ QueueUrl });
    await expect(lab.sqs.sendMessage({ QueueUrl, MessageBody: 'x' })).rejects.toMatchObject({ name: 'QueueDoesNotExist', message: 'The specified queue does not exist.' });
    await lab.cloud.clock.advance(59_999);
    await expect(lab.sqs.createQueue({ QueueName: 'orders' })).rejects.toMatchObject({ name: 'QueueDeletedRecently' });
    await lab.cloud.clock.advance(1);
    await lab.sqs.createQueue({ QueueName: 'orders' });
    expect((await lab.sqs.receiveMessage({ QueueUrl })).Messages).toBeUndefined();
  });

  it.each([
    [{ QueueName: 'a b' }, 'InvalidParameterValue'],
    [{ QueueName: 'a', Attributes: { Nope: '1' } }, 'InvalidAttributeName'],
    [{ QueueName: 'a', Attributes: { DelaySeconds: '901' } }, 'InvalidAttributeValue'],
    [{ QueueName: 'a', Attributes: { RedrivePolicy: '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:none","maxReceiveCount":1}' } }, 'InvalidParameterValue'],
    [{ QueueName: 'a', tags: { 'aws:x': 'y' } }, 'InvalidParameterValue'],
  ])('refuses %j with %s and makes nothing', async (input, code) => {
    await using lab = await start();
    await expect(lab.sqs.createQueue(input as Parameters<SQS['createQueue']>[0])).rejects.toMatchObject({ name: expect.stringContaining(code) });
    expect((await lab.sqs.listQueues({})).QueueUrls).toBeUndefined();
  });
});

it('keeps accounts and regions apart, and finds a queue of another account by its owner', async () => {
  await using lab = await start();
  const other = lab.cloud.client(SQS, { accessKeyId: '111111111111' });
  const west = lab.cloud.client(SQS, { region: 'us-west-2' });
  await other.createQueue({ QueueName: 'theirs' });
  await expect(lab.sqs.getQueueUrl({ QueueName: 'theirs' })).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
  expect((await west.listQueues({})).QueueUrls).toBeUndefined();
  const { QueueUrl } = await lab.sqs.getQueueUrl({ QueueName: 'theirs', QueueOwnerAWSAccountId: '111111111111' });
  await lab.sqs.sendMessage({ QueueUrl, MessageBody: 'hello' });
  expect((await other.receiveMessage({ QueueUrl, MessageSystemAttributeNames: ['SenderId'] })).Messages).toMatchObject([
    { Body: 'hello', Attributes: { SenderId: '000000000000' } },
  ]);
});

describe('ListQueues', () => {
  it('gives names by prefix, in pages', async () => {
    await using lab = await start();
    for (const name of ['b-2', 'a-1', 'b-1', 'b-3', 'c-1']) await lab.sqs.createQueue({ QueueName: name });
    const names = (urls: string[] | undefined) => urls?.map((url) => url.slice(url.lastIndexOf('/') + 1));
    expect(names((await lab.sqs.listQueues({})).QueueUrls)).toEqual(['a-1', 'b-1', 'b-2', 'b-3', 'c-1']);
    const first = await lab.sqs.listQueues({ QueueNamePrefix: 'b-', MaxResults: 2 });
    expect(names(first.QueueUrls)).toEqual(['b-1', 'b-2']);
    const second = await lab.sqs.listQueues({ QueueNamePrefix: 'b-', MaxResults: 2, NextToken: first.NextToken });
    expect(names(second.QueueUrls)).toEqual(['b-3']);
    expect(second.NextToken).toBeUndefined();
    await expect(lab.sqs.listQueues({ MaxResults: 1_001 })).rejects.toThrow('MaxResults');
    await expect(lab.sqs.listQueues({ NextToken: '!' })).rejects.toThrow('NextToken');
  });
});

describe('queue attributes', () => {
  it('are read by name, all together, or not at all', async () => {
    await using lab = await start();
    const { QueueUrl } = await lab.sqs.createQueue({ QueueName: 'orders' });
    const all = await lab.sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['All'] });
    expect(all.Attributes).toEqual({
      QueueArn: 'arn:aws:sqs:us-east-1:000000000000:orders',
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
      ApproximateNumberOfMessagesDelayed: '0',
      CreatedTimestamp: '1767225600',
      LastModifiedTimestamp: '1767225600',
      VisibilityTimeout: '30',
      MaximumMessageSize: '1048576',
      MessageRetentionPeriod: '345600',
      DelaySeconds: '0',
      ReceiveMessageWaitTimeSeconds: '0',
      SqsManagedSseEnabled: 'true',
    });
    expect((await lab.sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['DelaySeconds', 'Policy'] })).Attributes).toEqual({ DelaySeconds: '0' });
    expect((await lab.sqs.getQueueAttributes({ QueueUrl })).Attributes).toBeUndefined();
    await expect(lab.sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['Nope' as 'All'] })).rejects.toThrow('Unknown Attribute Nope.');
  });

  it('change, and say when', async () => {
    await using lab = await start();
    const { QueueUrl } = await lab.sqs.createQueue({ QueueName: 'orders.fifo', Attributes: { FifoQueue: 'true' } });
    await lab.cloud.clock.advance(5_000);
    await lab.sqs.setQueueAttributes({ QueueUrl, Attributes: { VisibilityTimeout: '60', ContentBasedDeduplication: 'true', FifoQueue: 'true' } });
    expect((await lab.sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['All'] })).Attributes).toMatchObject({
      VisibilityTimeout: '60',
      ContentBasedDeduplication: 'true',
      LastModifiedTimestamp: '1767225605',
    });
    await expect(lab.sqs.setQueueAttributes({ QueueUrl, Attributes: { FifoQueue: 'false' } })).rejects.toThrow(
      'Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.',
    );
    await expect(lab.sqs.setQueueAttributes({ QueueUrl, Attributes: { VisibilityTimeout: '1', DelaySeconds: 'x' } })).rejects.toThrow('DelaySeconds');
    expect((await lab.sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['VisibilityTimeout'] })).Attributes).toEqual({ VisibilityTimeout: '60' });
  });
});

it('tags and untags', async () => {
  await using lab = await start();
  const { QueueUrl } = await lab.sqs.createQueue({ QueueName: 'orders', tags: { a: '1' } });
  await lab.sqs.tagQueue({ QueueUrl, Tags: { b: '2', a: '3' } });
  expect((await lab.sqs.listQueueTags({ QueueUrl })).Tags).toEqual({ a: '3', b: '2' });
  await lab.sqs.untagQueue({ QueueUrl, TagKeys: ['a', 'none'] });
  expect((await lab.sqs.listQueueTags({ QueueUrl })).Tags).toEqual({ b: '2' });
  const Tags = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`t${i}`, '']));
  await expect(lab.sqs.tagQueue({ QueueUrl, Tags })).rejects.toThrow('Too many tags added for queue orders.');
});

describe('permissions', () => {
  it('are statements of the policy', async () => {
    await using lab = await start();
    const { QueueUrl } = await lab.sqs.createQueue({ QueueName: 'orders' });
    const policy = async () => {
      const { Attributes } = await lab.sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['Policy'] });
      return Attributes?.['Policy'] === undefined ? undefined : JSON.parse(Attributes['Policy']);
    };
    await lab.sqs.addPermission({ QueueUrl, Label: 'one', AWSAccountIds: ['111111111111'], Actions: ['ReceiveMessage'] });
    await lab.sqs.addPermission({ QueueUrl, Label: 'two', AWSAccountIds: ['111111111111', '222222222222'], Actions: ['SendMessage', 'GetQueueUrl'] });
    expect(await policy()).toEqual({
      Version: '2008-10-17',
      Id: 'arn:aws:sqs:us-east-1:000000000000:orders/SQSDefaultPolicy',
      Statement: [
        {
          Sid: 'one',
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::111111111111:root' },
          Action: 'SQS:ReceiveMessage',
          Resource: 'arn:aws:sqs:us-east-1:000000000000:orders',
        },
        {
          Sid: 'two',
          Effect: 'Allow',
          Principal: { AWS: ['arn:aws:iam::111111111111:root', 'arn:aws:iam::222222222222:root'] },
          Action: ['SQS:SendMessage', 'SQS:GetQueueUrl'],
          Resource: 'arn:aws:sqs:us-east-1:000000000000:orders',
        },
      ],
    });
    await expect(lab.sqs.addPermission({ QueueUrl, Label: 'one', AWSAccountIds: ['111111111111'], Actions: ['*'] })).rejects.toThrow(
      'Value one for parameter Label is invalid. Reason: Already exists.',
    );
    await lab.sqs.removePermission({ QueueUrl, Label: 'one' });
    await lab.sqs.removePermission({ QueueUrl, Label: 'two' });
    expect(await policy()).toBeUndefined();
    await expect(lab.sqs.removePermission({ QueueUrl, Label: 'two' })).rejects.toThrow("Reason: can't find label.");
  });

  it.each([
    [{ Actions: ['CreateQueue'] }, 'Value SQS:CreateQueue for parameter ActionName is invalid. Reason: Only the queue owner is allowed to invoke this action.'],
    [{ Actions: Array(8).fill('*') }, '8 Actions were found, maximum allowed is 7.'],
    [{ AWSAccountIds: ['me'] }, 'Value [me] for parameter PrincipalId is invalid. Reason: Unable to verify.'],
    [{ Label: 'a b' }, 'for parameter Label is invalid'],
  ])('refuse %j', async (change, message) => {
    await using lab = await start();
    const { QueueUrl } = await lab.sqs.createQueue({ QueueName: 'orders' });
    const input = { QueueUrl, Label: 'x', AWSAccountIds: ['111111111111'], Actions: ['*'], ...change };
    await expect(lab.sqs.addPermission(input)).rejects.toThrow(message);
  });
});

it('purges at once, once a minute', async () => {
  await using lab = await start();
  const { QueueUrl } = await lab.sqs.createQueue({ QueueName: 'orders' });
  for (let i = 0; i < 3; i++) await lab.sqs.sendMessage({ QueueUrl, MessageBody: `m${i}` });
  const { Messages } = await lab.sqs.receiveMessage({ QueueUrl });
  await lab.sqs.purgeQueue({ QueueUrl });
  const counts = await lab.sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] });
  expect(counts.Attributes).toEqual({ ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0' });
  await lab.sqs.deleteMessage({ QueueUrl, ReceiptHandle: Messages![0]!.ReceiptHandle });
  await expect(lab.sqs.purgeQueue({ QueueUrl })).rejects.toMatchObject({
    name: 'PurgeQueueInProgress',
    message: 'Only one PurgeQueue operation on orders is allowed every 60 seconds.',
    $metadata: { httpStatusCode: 403 },
  });
  await lab.sqs.sendMessage({ QueueUrl, MessageBody: 'after' });
  expect((await lab.sqs.receiveMessage({ QueueUrl, MaxNumberOfMessages: 10 })).Messages?.map(({ Body }) => Body)).toEqual(['after']);
  await lab.cloud.clock.advance(60_000);
  await lab.sqs.purgeQueue({ QueueUrl });
});
