import { SQS } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { Cloud } from '../../../index.js';

const startedAtMs = Date.UTC(2026, 0, 1);
const deadArn = 'arn:aws:sqs:us-east-1:000000000000:dead';
const redrive = (maxReceiveCount: number, deadLetterTargetArn = deadArn) => JSON.stringify({ deadLetterTargetArn, maxReceiveCount });

const start = async (maxReceiveCount = 2, deadAttributes: Record<string, string> = {}) => {
  const cloud = await Cloud.start({ clock: 'virtual' });
  const sqs = cloud.client(SQS);
  const dead = (await sqs.createQueue({ QueueName: 'dead', Attributes: deadAttributes })).QueueUrl;
  const source = (await sqs.createQueue({ QueueName: 'source', Attributes: { VisibilityTimeout: '10', RedrivePolicy: redrive(maxReceiveCount) } })).QueueUrl;
  const receive = async (QueueUrl: string | undefined) =>
    (await sqs.receiveMessage({ QueueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All'], MessageAttributeNames: ['All'] })).Messages ?? [];
  return { cloud, sqs, dead, source, receive, [Symbol.asyncDispose]: () => cloud.close() };
};

describe('a message that was received too often', () => {
  it('moves to the dead-letter queue with its identity, when it would be received once more', async () => {
    await using lab = await start();
    const sent = await lab.sqs.sendMessage({ QueueUrl: lab.source, MessageBody: 'poison', MessageAttributes: { a: { DataType: 'String', StringValue: 'b' } } });
    for (let i = 0; i < 2; i++) {
      expect(await lab.receive(lab.source)).toHaveLength(1);
      await lab.cloud.clock.advance(10_000);
    }
    expect(await lab.receive(lab.dead)).toEqual([]);
    expect(await lab.receive(lab.source)).toEqual([]);
    expect(await lab.receive(lab.dead)).toMatchObject([
      {
        MessageId: sent.MessageId,
        Body: 'poison',
        MessageAttributes: { a: { DataType: 'String', StringValue: 'b' } },
        Attributes: {
          ApproximateReceiveCount: '3',
          SentTimestamp: String(startedAtMs),
          ApproximateFirstReceiveTimestamp: String(startedAtMs),
          DeadLetterQueueSourceArn: 'arn:aws:sqs:us-east-1:000000000000:source',
        },
      },
    ]);
  });

  it('does not keep the others from being received', async () => {
    await using lab = await start(1);
    await lab.sqs.sendMessage({ QueueUrl: lab.source, MessageBody: 'poison' });
    await lab.receive(lab.source);
    await lab.cloud.clock.advance(10_000);
    await lab.sqs.sendMessage({ QueueUrl: lab.source, MessageBody: 'good' });
    expect((await lab.receive(lab.source)).map(({ Body }) => Body)).toEqual(['good']);
  });

  it('is received where somebody waits at the dead-letter queue', async () => {
    await using lab = await start(1);
    await lab.sqs.sendMessage({ QueueUrl: lab.source, MessageBody: 'poison' });
    await lab.receive(lab.source);
    const atDead = lab.sqs.receiveMessage({ QueueUrl: lab.dead, WaitTimeSeconds: 20 });
    const atSource = lab.sqs.receiveMessage({ QueueUrl: lab.source, WaitTimeSeconds: 20 });
    await lab.cloud.clock.advance(20_000);
    expect((await atDead).Messages).toMatchObject([{ Body: 'poison' }]);
    expect((await atSource).Messages).toBeUndefined();
  });

  it('keeps its age in a standard dead-letter queue', async () => {
    await using lab = await start(1, { MessageRetentionPeriod: '60' });
    await lab.sqs.sendMessage({ QueueUrl: lab.source, MessageBody: 'poison' });
    await lab.receive(lab.source);
    await lab.cloud.clock.advance(50_000);
    await lab.receive(lab.source);
    const visible = async () => (await lab.sqs.getQueueAttributes({ QueueUrl: lab.dead, AttributeNames: ['ApproximateNumberOfMessages'] })).Attributes;
    expect(await visible()).toEqual({ ApproximateNumberOfMessages: '1' });
    await lab.cloud.clock.advance(10_000);
    expect(await visible()).toEqual({ ApproximateNumberOfMessages: '0' });
  });

  it('has receives of its own in each queue of a chain', async () => {
    await using lab = await start(3);
    await lab.sqs.createQueue({ QueueName: 'grave' });
    await lab.sqs.setQueueAttributes({
      QueueUrl: lab.dead,
      Attributes: { VisibilityTimeout: '10', RedrivePolicy: redrive(1, 'arn:aws:sqs:us-east-1:000000000000:grave') },
    });
    await lab.sqs.sendMessage({ QueueUrl: lab.source, MessageBody: 'poison' });
    for (let i = 0; i < 4; i++) {
      await lab.receive(lab.source);
      await lab.cloud.clock.advance(10_000);
    }
    expect(await lab.receive(lab.dead)).toMatchObject([{ Attributes: { ApproximateReceiveCount: '4' } }]);
    await lab.cloud.clock.advance(10_000);
    expect(await lab.receive(lab.dead)).toEqual([]);
    const { QueueUrl } = await lab.sqs.getQueueUrl({ QueueName: 'grave' });
    expect(await lab.receive(QueueUrl)).toMatchObject([{ Attributes: { ApproximateReceiveCount: '5', DeadLetterQueueSourceArn: deadArn } }]);
  });

  it('stays where its dead-letter queue is gone', async () => {
    await using lab = await start(1);
    await lab.sqs.deleteQueue({ QueueUrl: lab.dead });
    await lab.sqs.sendMessage({ QueueUrl: lab.source, MessageBody: 'poison' });
    await lab.receive(lab.source);
    await lab.cloud.clock.advance(10_000);
    expect(await lab.receive(lab.source)).toHaveLength(1);
  });

  it('is in the trace of what sent it', async () => {
    await using lab = await start(1);
    await lab.sqs.sendMessage({ QueueUrl: lab.source, MessageBody: 'poison' });
    await lab.receive(lab.source);
    await lab.cloud.clock.advance(10_000);
    await lab.receive(lab.source);
    await lab.receive(lab.dead);
    const records = [...lab.cloud.journal.records()];
    const sent = records.find(({ operation }) => operation === 'SendMessage')!;
    const moved = records.find(({ operation }) => operation === 'MovedToDeadLetterQueue')!;
    expect(moved).toMatchObject({
      kind: 'state',
      traceId: sent.traceId,
      parentSpanId: sent.spanId,
      resource: 'arn:aws:sqs:us-east-1:000000000000:source',
      detail: { deadLetterQueueArn: deadArn, receiveCount: 1 },
    });
    const last = records.findLast(({ operation }) => operation === 'ReceiveMessage')!;
    expect(last.links).toEqual([{ traceId: moved.traceId, spanId: moved.spanId }]);
  });
});

it('lists the sources of a dead-letter queue', async () => {
  await using lab = await start();
  await lab.sqs.createQueue({ QueueName: 'another', Attributes: { RedrivePolicy: redrive(5) } });
  await lab.sqs.createQueue({ QueueName: 'unrelated' });
  const { queueUrls } = await lab.sqs.listDeadLetterSourceQueues({ QueueUrl: lab.dead });
  expect(queueUrls?.map((url) => url.slice(url.lastIndexOf('/') + 1))).toEqual(['another', 'source']);
});

it('honours the allow policy of a dead-letter queue', async () => {
  await using lab = await start();
  await lab.sqs.setQueueAttributes({ QueueUrl: lab.dead, Attributes: { RedriveAllowPolicy: '{"redrivePermission":"denyAll"}' } });
  await expect(lab.sqs.createQueue({ QueueName: 'another', Attributes: { RedrivePolicy: redrive(5) } })).rejects.toMatchObject({
    name: expect.stringContaining('InvalidParameterValue'),
  });
});
