import { SQS } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { Cloud } from '../../../index.js';
import { servicePrincipal } from '../../../kernel/identity.js';

const start = async (Attributes: Record<string, string> = {}) => {
  const cloud = await Cloud.start({ clock: 'virtual' });
  const sqs = cloud.client(SQS);
  const { QueueUrl } = await sqs.createQueue({ QueueName: 'orders', Attributes });
  /** Bodies, and when they came in milliseconds from now. */
  const poll = (WaitTimeSeconds?: number, MaxNumberOfMessages = 10) => {
    const beganMs = cloud.clock.nowMs();
    return sqs
      .receiveMessage({ QueueUrl, MaxNumberOfMessages, WaitTimeSeconds })
      .then(({ Messages }) => [(Messages ?? []).map(({ Body }) => Body), cloud.clock.nowMs() - beganMs] as const);
  };
  const send = (MessageBody: string, DelaySeconds?: number) => sqs.sendMessage({ QueueUrl, MessageBody, DelaySeconds });
  return { cloud, sqs, QueueUrl, poll, send, [Symbol.asyncDispose]: () => cloud.close() };
};

describe('a long poll', () => {
  it('is answered by the next message at once', async () => {
    await using lab = await start();
    const waiting = lab.poll(20);
    await lab.cloud.clock.advance(3_000);
    await lab.send('a');
    expect(await waiting).toEqual([['a'], 3_000]);
  });

  it('ends empty after its time, its own or the queue\'s', async () => {
    await using lab = await start({ ReceiveMessageWaitTimeSeconds: '7' });
    const both = Promise.all([lab.poll(), lab.poll(5)]);
    await lab.cloud.clock.advance(60_000);
    expect(await both).toEqual([
      [[], 7_000],
      [[], 5_000],
    ]);
    expect(await lab.poll(0)).toEqual([[], 0]);
  });

  it('gets a delayed message when its delay is over', async () => {
    await using lab = await start();
    const waiting = lab.poll(20);
    await lab.send('a', 8);
    await lab.cloud.clock.advance(20_000);
    expect(await waiting).toEqual([['a'], 8_000]);
  });

  it('gets a message back when its visibility timeout is over, though another received it after the poll began', async () => {
    await using lab = await start({ VisibilityTimeout: '5' });
    const first = lab.poll(20);
    const second = lab.poll(20);
    await lab.send('a');
    expect(await first).toEqual([['a'], 0]);
    await lab.cloud.clock.advance(20_000);
    expect(await second).toEqual([['a'], 5_000]);
  });

  it('gets a message that is made visible early', async () => {
    await using lab = await start();
    await lab.send('a');
    const { Messages } = await lab.sqs.receiveMessage({ QueueUrl: lab.QueueUrl });
    const waiting = lab.poll(20);
    await lab.cloud.clock.advance(2_000);
    await lab.sqs.changeMessageVisibility({ QueueUrl: lab.QueueUrl, ReceiptHandle: Messages![0]!.ReceiptHandle, VisibilityTimeout: 1 });
    await lab.cloud.clock.advance(20_000);
    expect(await waiting).toEqual([['a'], 3_000]);
  });

  it('passes on what it knew when it leaves', async () => {
    await using lab = await start();
    const short = lab.poll(3);
    await lab.send('a', 10);
    const long = lab.poll(20);
    await lab.cloud.clock.advance(30_000);
    expect(await Promise.all([short, long])).toEqual([
      [[], 3_000],
      [['a'], 10_000],
    ]);
  });

  it('shares a batch with the others that wait', async () => {
    await using lab = await start();
    const waiting = Promise.all([lab.poll(20, 1), lab.poll(20, 1), lab.poll(20, 1)]);
    await lab.sqs.sendMessageBatch({ QueueUrl: lab.QueueUrl, Entries: ['a', 'b', 'c'].map((text) => ({ Id: text, MessageBody: text })) });
    expect((await waiting).map(([bodies]) => bodies)).toEqual([['a'], ['b'], ['c']]);
  });

  it('shares what becomes visible at the same instant', async () => {
    await using lab = await start();
    const waiting = Promise.all([lab.poll(20, 1), lab.poll(20, 1), lab.poll(20, 1)]);
    for (const text of ['a', 'b', 'c']) await lab.send(text, 5);
    await lab.cloud.clock.advance(5_000);
    expect((await waiting).flatMap(([bodies]) => bodies).sort()).toEqual(['a', 'b', 'c']);
  });

  it('fails when its queue is deleted', async () => {
    await using lab = await start();
    const waiting = lab.poll(20).catch((error: Error) => error.name);
    await lab.sqs.deleteQueue({ QueueUrl: lab.QueueUrl });
    expect(await waiting).toBe('QueueDoesNotExist');
  });

  it('of a caller that went away takes nothing and leaves its place to the next', async () => {
    await using lab = await start();
    const gone = new AbortController();
    const { QueueUrl } = lab;
    const abandoned = lab.sqs.receiveMessage({ QueueUrl, WaitTimeSeconds: 20 }, { abortSignal: gone.signal }).catch((error: Error) => error.name);
    await lab.send('a', 5);
    const waiting = lab.poll(20);
    gone.abort();
    expect(await abandoned).toBe('AbortError');
    await lab.cloud.clock.advance(20_000);
    expect(await waiting).toEqual([['a'], 5_000]);
  });

  it('of a service of the cloud may last longer than twenty seconds', async () => {
    await using lab = await start();
    const waiting = lab.cloud.kernel.dispatch({
      service: 'sqs',
      operation: 'ReceiveMessage',
      input: { QueueUrl: lab.QueueUrl, WaitTimeSeconds: 3_600, MessageSystemAttributeNames: ['TerrellaCause'] },
      scope: { account: '000000000000', region: 'us-east-1' },
      principal: servicePrincipal('lambda.amazonaws.com', '000000000000'),
    });
    await lab.cloud.clock.advance(3_000_000);
    await lab.send('a');
    const { Messages } = (await waiting) as { Messages: { Attributes: Record<string, string> }[] };
    const sent = [...lab.cloud.journal.records()].find(({ operation }) => operation === 'SendMessage')!;
    expect(Messages[0]!.Attributes).toEqual({ TerrellaCause: `${sent.traceId};${sent.spanId}` });
  });
});
