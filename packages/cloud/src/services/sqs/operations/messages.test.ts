import { SQS } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { Cloud } from '../../../index.js';

const startedAtMs = Date.UTC(2026, 0, 1);

const start = async (Attributes: Record<string, string> = {}) => {
  const cloud = await Cloud.start({ clock: 'virtual' });
  const sqs = cloud.client(SQS);
  const { QueueUrl } = await sqs.createQueue({ QueueName: 'orders', Attributes });
  const bodies = async (input: Partial<Parameters<SQS['receiveMessage']>[0]> = {}) =>
    ((await sqs.receiveMessage({ QueueUrl, MaxNumberOfMessages: 10, ...input })).Messages ?? []).map(({ Body }) => Body);
  const counts = async () => {
    const { Attributes: all } = await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['All'] });
    const { ApproximateNumberOfMessages: visible, ApproximateNumberOfMessagesNotVisible: inFlight, ApproximateNumberOfMessagesDelayed: delayed } = all!;
    return { visible: Number(visible), inFlight: Number(inFlight), delayed: Number(delayed) };
  };
  return { cloud, sqs, QueueUrl, bodies, counts, [Symbol.asyncDispose]: () => cloud.close() };
};

describe('a message', () => {
  it('comes with its digests and system attributes', async () => {
    await using lab = await start();
    const sent = await lab.sqs.sendMessage({
      QueueUrl: lab.QueueUrl,
      MessageBody: 'msg',
      MessageAttributes: { Foo: { DataType: 'String', StringValue: 'Bar' }, Raw: { DataType: 'Binary', BinaryValue: Uint8Array.of(0, 255) } },
      MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1-5759e988-bd862e3fe1be46a994272793' } },
      MessageGroupId: 'tenant-1',
    });
    expect(sent).toMatchObject({ MD5OfMessageBody: '6e2baaf3b97dbeef01c0043275f9a0e7', MD5OfMessageSystemAttributes: expect.stringMatching(/^[0-9a-f]{32}$/) });
    await lab.cloud.clock.advance(1_500);
    const { Messages } = await lab.sqs.receiveMessage({
      QueueUrl: lab.QueueUrl,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['Foo'],
    });
    expect(Messages).toEqual([
      {
        MessageId: sent.MessageId,
        ReceiptHandle: expect.stringMatching(/^AQEB/),
        Body: 'msg',
        MD5OfBody: '6e2baaf3b97dbeef01c0043275f9a0e7',
        MessageAttributes: { Foo: { DataType: 'String', StringValue: 'Bar' } },
        MD5OfMessageAttributes: 'ae7155c6026991b6d54b11589678bf9c',
        Attributes: {
          SenderId: '000000000000',
          SentTimestamp: String(startedAtMs),
          ApproximateReceiveCount: '1',
          ApproximateFirstReceiveTimestamp: String(startedAtMs + 1_500),
          AWSTraceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793',
          MessageGroupId: 'tenant-1',
        },
      },
    ]);
  });

  it('shows nothing that was not asked for', async () => {
    await using lab = await start();
    await lab.sqs.sendMessage({ QueueUrl: lab.QueueUrl, MessageBody: 'msg', MessageAttributes: { Foo: { DataType: 'String', StringValue: 'Bar' } } });
    const { Messages } = await lab.sqs.receiveMessage({ QueueUrl: lab.QueueUrl });
    expect(Object.keys(Messages![0]!).sort()).toEqual(['Body', 'MD5OfBody', 'MessageId', 'ReceiptHandle']);
    await expect(lab.sqs.receiveMessage({ QueueUrl: lab.QueueUrl, AttributeNames: ['Nope' as 'All'] })).rejects.toThrow('Unknown Attribute Nope.');
    await expect(lab.sqs.receiveMessage({ QueueUrl: lab.QueueUrl, AttributeNames: ['TerrellaCause' as 'All'] })).rejects.toThrow('Unknown Attribute');
  });

  it('is hidden while it is in flight, comes back, and is gone once deleted', async () => {
    await using lab = await start();
    await lab.sqs.sendMessage({ QueueUrl: lab.QueueUrl, MessageBody: 'a' });
    const first = await lab.sqs.receiveMessage({ QueueUrl: lab.QueueUrl });
    expect(await lab.counts()).toEqual({ visible: 0, inFlight: 1, delayed: 0 });
    await lab.cloud.clock.advance(29_999);
    expect(await lab.bodies()).toEqual([]);
    await lab.cloud.clock.advance(1);
    expect(await lab.counts()).toEqual({ visible: 1, inFlight: 0, delayed: 0 });
    const second = await lab.sqs.receiveMessage({ QueueUrl: lab.QueueUrl, MessageSystemAttributeNames: ['ApproximateReceiveCount'] });
    expect(second.Messages![0]!.Attributes).toEqual({ ApproximateReceiveCount: '2' });
    expect(second.Messages![0]!.ReceiptHandle).not.toBe(first.Messages![0]!.ReceiptHandle);
    await lab.sqs.deleteMessage({ QueueUrl: lab.QueueUrl, ReceiptHandle: second.Messages![0]!.ReceiptHandle });
    await lab.cloud.clock.advance(60_000);
    expect(await lab.bodies()).toEqual([]);
    expect(await lab.counts()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
    await lab.sqs.deleteMessage({ QueueUrl: lab.QueueUrl, ReceiptHandle: second.Messages![0]!.ReceiptHandle });
  });

  it('is deleted by an older handle too', async () => {
    await using lab = await start({ VisibilityTimeout: '1' });
    await lab.sqs.sendMessage({ QueueUrl: lab.QueueUrl, MessageBody: 'a' });
    const first = await lab.sqs.receiveMessage({ QueueUrl: lab.QueueUrl });
    await lab.cloud.clock.advance(1_000);
    expect(await lab.bodies()).toEqual(['a']);
    await lab.sqs.deleteMessage({ QueueUrl: lab.QueueUrl, ReceiptHandle: first.Messages![0]!.ReceiptHandle });
    await lab.cloud.clock.advance(1_000);
    expect(await lab.bodies()).toEqual([]);
  });

  it('waits for its delay, its own before the queue\'s', async () => {
    await using lab = await start({ DelaySeconds: '10' });
    await lab.sqs.sendMessage({ QueueUrl: lab.QueueUrl, MessageBody: 'queue' });
    await lab.sqs.sendMessage({ QueueUrl: lab.QueueUrl, MessageBody: 'own', DelaySeconds: 20 });
    await lab.sqs.sendMessage({ QueueUrl: lab.QueueUrl, MessageBody: 'none', DelaySeconds: 0 });
    expect(await lab.counts()).toEqual({ visible: 1, inFlight: 0, delayed: 2 });
    expect(await lab.bodies()).toEqual(['none']);
    await lab.cloud.clock.advance(10_000);
    expect(await lab.counts()).toEqual({ visible: 1, inFlight: 1, delayed: 1 });
    expect(await lab.bodies()).toEqual(['queue']);
    await lab.cloud.clock.advance(10_000);
    expect(await lab.bodies()).toEqual(['own']);
  });

  it('expires after the retention period, wherever it is', async () => {
    await using lab = await start({ MessageRetentionPeriod: '60', VisibilityTimeout: '600' });
    await lab.sqs.sendMessage({ QueueUrl: lab.QueueUrl, MessageBody: 'in flight' });
    const { Messages } = await lab.sqs.receiveMessage({ QueueUrl: lab.QueueUrl });
    await lab.sqs.sendMessage({ QueueUrl: lab.QueueUrl, MessageBody: 'visible' });
    await lab.sqs.sendMessage({ QueueUrl: lab.QueueUrl, MessageBody: 'delayed', DelaySeconds: 300 });
    await lab.cloud.clock.advance(59_999);
    expect(await lab.counts()).toEqual({ visible: 1, inFlight: 1, delayed: 1 });
    await lab.sqs.sendMessage({ QueueUrl: lab.QueueUrl, MessageBody: 'later' });
    await lab.cloud.clock.advance(1);
    expect(await lab.counts()).toEqual({ visible: 1, inFlight: 0, delayed: 0 });
    await expect(
      lab.sqs.changeMessageVisibility({ QueueUrl: lab.QueueUrl, ReceiptHandle: Messages![0]!.ReceiptHandle, VisibilityTimeout: 1 }),
    ).rejects.toThrow('Reason: Message does not exist or is not available for visibility timeout change.');
    expect(await lab.bodies()).toEqual(['later']);
  });

  it('expires at once where a shorter retention is set', async () => {
    await using lab = await start();
    await lab.sqs.sendMessage({ QueueUrl: lab.QueueUrl, MessageBody: 'old' });
    await lab.cloud.clock.advance(120_000);
    expect(await lab.counts()).toMatchObject({ visible: 1 });
    await lab.sqs.setQueueAttributes({ QueueUrl: lab.QueueUrl, Attributes: { MessageRetentionPeriod: '60' } });
    expect(await lab.counts()).toMatchObject({ visible: 0 });
    expect(await lab.bodies()).toEqual([]);
  });
});

describe('ChangeMessageVisibility', () => {
  it('shows a message at once or hides it for longer', async () => {
    await using lab = await start();
    const { QueueUrl } = lab;
    await lab.sqs.sendMessage({ QueueUrl, MessageBody: 'a' });
    const first = (await lab.sqs.receiveMessage({ QueueUrl })).Messages![0]!.ReceiptHandle;
    await lab.sqs.changeMessageVisibility({ QueueUrl, ReceiptHandle: first, VisibilityTimeout: 100 });
    await lab.cloud.clock.advance(99_999);
    expect(await lab.bodies()).toEqual([]);
    await lab.cloud.clock.advance(1);
    const second = (await lab.sqs.receiveMessage({ QueueUrl })).Messages![0]!.ReceiptHandle;
    await lab.sqs.changeMessageVisibility({ QueueUrl, ReceiptHandle: second, VisibilityTimeout: 0 });
    expect(await lab.counts()).toEqual({ visible: 1, inFlight: 0, delayed: 0 });
    expect(await lab.bodies()).toEqual(['a']);
  });

  it('changes nothing by a handle whose timeout has passed', async () => {
    await using lab = await start({ VisibilityTimeout: '1' });
    const { QueueUrl } = lab;
    await lab.sqs.sendMessage({ QueueUrl, MessageBody: 'a' });
    const ReceiptHandle = (await lab.sqs.receiveMessage({ QueueUrl })).Messages![0]!.ReceiptHandle;
    await lab.cloud.clock.advance(1_000);
    await lab.sqs.changeMessageVisibility({ QueueUrl, ReceiptHandle, VisibilityTimeout: 100 });
    expect(await lab.bodies()).toEqual(['a']);
  });

  it('hides for twelve hours from the receive at most', async () => {
    await using lab = await start();
    const { QueueUrl } = lab;
    await lab.sqs.sendMessage({ QueueUrl, MessageBody: 'a' });
    const ReceiptHandle = (await lab.sqs.receiveMessage({ QueueUrl })).Messages![0]!.ReceiptHandle;
    await lab.sqs.changeMessageVisibility({ QueueUrl, ReceiptHandle, VisibilityTimeout: 43_200 });
    await lab.cloud.clock.advance(1_000);
    await expect(lab.sqs.changeMessageVisibility({ QueueUrl, ReceiptHandle, VisibilityTimeout: 43_200 })).rejects.toThrow(
      'Value 43200 for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds]',
    );
    await expect(lab.sqs.changeMessageVisibility({ QueueUrl, ReceiptHandle, VisibilityTimeout: 43_201 })).rejects.toThrow(
      'Value 43201 for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200, if provided.',
    );
  });
});

describe('validation', () => {
  it.each([
    [{ MessageBody: '' }, 'MissingParameter', 'The request must contain the parameter MessageBody.'],
    [{ MessageBody: 'a\u0000' }, 'InvalidMessageContents', "Invalid binary character '#x0'"],
    [{ MessageBody: 'x'.repeat(1_025) }, 'InvalidParameterValue', 'One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.'],
    [{ MessageBody: 'ü'.repeat(513) }, 'InvalidParameterValue', 'Message must be shorter than 1024 bytes.'],
    [
      { MessageBody: 'x'.repeat(1_018), MessageAttributes: { a: { DataType: 'String', StringValue: 'b' } } },
      'InvalidParameterValue',
      'Message must be shorter than 1024 bytes.',
    ],
    [{ DelaySeconds: 901 }, 'InvalidParameterValue', 'Value 901 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.'],
    [{ MessageDeduplicationId: 'a' }, 'InvalidParameterValue', 'Reason: The request includes a parameter that is not valid for this queue type.'],
    [{ MessageGroupId: 'a b' }, 'InvalidParameterValue', 'MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length.'],
  ])('SendMessage with %j', async (change, code, message) => {
    await using lab = await start({ MaximumMessageSize: '1024' });
    await expect(lab.sqs.sendMessage({ QueueUrl: lab.QueueUrl, MessageBody: 'a', ...change })).rejects.toMatchObject({
      name: expect.stringContaining(code),
      message: expect.stringContaining(message),
    });
    expect(await lab.counts()).toMatchObject({ visible: 0, delayed: 0 });
  });

  it.each([
    [{ MaxNumberOfMessages: 11 }, 'Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.'],
    [{ MaxNumberOfMessages: 0 }, 'Value 0 for parameter MaxNumberOfMessages is invalid.'],
    [{ WaitTimeSeconds: 21 }, 'Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.'],
    [{ VisibilityTimeout: -1 }, 'Value -1 for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200, if provided.'],
    [{ ReceiveRequestAttemptId: 'a' }, 'not valid for this queue type'],
  ])('ReceiveMessage with %j', async (change, message) => {
    await using lab = await start();
    await expect(lab.sqs.receiveMessage({ QueueUrl: lab.QueueUrl, ...change })).rejects.toThrow(message);
  });

  it('takes a message of one mebibyte', async () => {
    await using lab = await start();
    await lab.sqs.sendMessage({ QueueUrl: lab.QueueUrl, MessageBody: 'x'.repeat(1_048_576) });
    await expect(lab.sqs.sendMessage({ QueueUrl: lab.QueueUrl, MessageBody: 'x'.repeat(1_048_577) })).rejects.toThrow('shorter than 1048576 bytes');
  });

  it('tells a foreign receipt handle from one of the queue', async () => {
    await using lab = await start();
    const { QueueUrl: other } = await lab.sqs.createQueue({ QueueName: 'other' });
    await lab.sqs.sendMessage({ QueueUrl: other, MessageBody: 'a' });
    const { Messages } = await lab.sqs.receiveMessage({ QueueUrl: other });
    for (const ReceiptHandle of ['nope', Messages![0]!.ReceiptHandle]) {
      await expect(lab.sqs.deleteMessage({ QueueUrl: lab.QueueUrl, ReceiptHandle })).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' });
    }
  });
});

describe('batches', () => {
  it('succeed and fail entry by entry', async () => {
    await using lab = await start();
    const sent = await lab.sqs.sendMessageBatch({
      QueueUrl: lab.QueueUrl,
      Entries: [
        { Id: 'one', MessageBody: 'a' },
        { Id: 'two', MessageBody: 'b', DelaySeconds: 1_800 },
        { Id: 'three', MessageBody: 'c' },
      ],
    });
    expect(sent.Successful?.map(({ Id }) => Id)).toEqual(['one', 'three']);
    expect(sent.Failed).toEqual([
      {
        Id: 'two',
        SenderFault: true,
        Code: 'InvalidParameterValue',
        Message: 'Value 1800 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.',
      },
    ]);
    const { Messages } = await lab.sqs.receiveMessage({ QueueUrl: lab.QueueUrl, MaxNumberOfMessages: 10 });
    const [first, second] = Messages!;
    const changed = await lab.sqs.changeMessageVisibilityBatch({
      QueueUrl: lab.QueueUrl,
      Entries: [
        { Id: 'x', ReceiptHandle: first!.ReceiptHandle, VisibilityTimeout: 0 },
        { Id: 'y', ReceiptHandle: 'nope', VisibilityTimeout: 0 },
      ],
    });
    expect([changed.Successful, changed.Failed?.map(({ Id, Code }) => [Id, Code])]).toEqual([[{ Id: 'x' }], [['y', 'ReceiptHandleIsInvalid']]]);
    const deleted = await lab.sqs.deleteMessageBatch({
      QueueUrl: lab.QueueUrl,
      Entries: [
        { Id: 'x', ReceiptHandle: 'nope' },
        { Id: 'y', ReceiptHandle: second!.ReceiptHandle },
      ],
    });
    expect([deleted.Successful, deleted.Failed?.map(({ Id, Code }) => [Id, Code])]).toEqual([[{ Id: 'y' }], [['x', 'ReceiptHandleIsInvalid']]]);
    expect(await lab.counts()).toEqual({ visible: 1, inFlight: 0, delayed: 0 });
  });

  const entry = (Id: string) => ({ Id, MessageBody: 'a' });
  it.each([
    [[], 'EmptyBatchRequest', 'There should be at least one SendMessageBatchRequestEntry in the request.'],
    [Array.from({ length: 11 }, (_, i) => entry(String(i))), 'TooManyEntriesInBatchRequest', 'Maximum number of entries per request are 10. You have sent 11.'],
    [[entry('a'), entry('a')], 'BatchEntryIdsNotDistinct', 'Id a repeated.'],
    [[entry('a:b')], 'InvalidBatchEntryId', 'A batch entry id can only contain alphanumeric characters'],
    [[entry('a'.repeat(81))], 'InvalidBatchEntryId', 'A batch entry id can only contain alphanumeric characters'],
    [
      [{ Id: '1', MessageBody: 'x'.repeat(1_048_576) }, entry('2')],
      'BatchRequestTooLong',
      'Batch requests cannot be longer than 1048576 bytes. You have sent 1048577 bytes.',
    ],
  ])('fail as a whole where they are none', async (Entries, name, message) => {
    await using lab = await start();
    await expect(lab.sqs.sendMessageBatch({ QueueUrl: lab.QueueUrl, Entries })).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
    expect(await lab.counts()).toMatchObject({ visible: 0 });
  });
});
