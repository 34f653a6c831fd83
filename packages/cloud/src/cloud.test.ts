import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Cloud } from './index.js';

describe('a cloud', () => {
  it('gives the handlers of functions to forks of forks', async () => {
    await using cloud = await Cloud.start({ clock: 'virtual' });
    await cloud.lambda('echo', async () => 'here');
    await using fork = cloud.fork();
    await using second = fork.fork();
    const { Payload } = await second.client(LambdaClient).send(new InvokeCommand({ FunctionName: 'echo' }));
    expect(Payload!.transformToString()).toBe('"here"');
  });

  it('ends a long poll of a client at reset', async () => {
    await using cloud = await Cloud.start({ clock: 'virtual' });
    const sqs = cloud.client(SQSClient);
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'q' }));
    const { signal } = new AbortController();
    const poll = sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }), { abortSignal: signal });
    const ended = expect(poll).rejects.toThrow('stopped or reset');
    await cloud.settled();
    await cloud.reset();
    await ended;
  });

  it('ends an injected latency when it closes', async () => {
    const cloud = await Cloud.start({ clock: 'virtual' });
    cloud.faults.add({ kind: 'latency', latencyMs: 1_000, service: 'sqs' });
    const ended = expect(cloud.call('sqs', 'ListQueues', {})).rejects.toThrow('gone away');
    await cloud.settled();
    await cloud.close();
    await ended;
  });

  it('lets two advances overlap', async () => {
    await using cloud = await Cloud.start({ clock: 'virtual' });
    const startMs = cloud.clock.nowMs();
    await cloud.call('sqs', 'ListQueues', {});
    await Promise.all([cloud.clock.advance(2_000), cloud.clock.advance(1_000)]);
    expect(cloud.clock.nowMs()).toBe(startMs + 2_000);
    await expect(cloud.clock.advance(1e16)).rejects.toThrow(RangeError);
  });

  it('says why it cannot keep what is written', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'terrella-'));
    const cloud = await Cloud.start({ clock: 'virtual', dataDirectory: directory });
    await cloud.close();
    const late = cloud.client(SQSClient).send(new CreateQueueCommand({ QueueName: 'late' }));
    await expect(late).rejects.toThrow(`${directory} is closed`);
    rmSync(directory, { recursive: true });
  });

  it('opens no port once it is closed', async () => {
    const cloud = await Cloud.start();
    await cloud.close();
    await expect(cloud.listen()).rejects.toThrow('closed');
    await expect(cloud.reset()).rejects.toThrow('closed');
  });

  it.each([
    [{ kind: 'error', servce: 'sqs' }, 'has no servce'],
    [{ kind: 'error', id: 5 }, 'id must be a string'],
    [{ kind: 'latency', latencyMs: '5' }, 'latencyMs must be a number'],
    [{ kind: 'latency', latencyMs: Infinity }, 'latencyMs'],
  ])('refuses the fault rule %j', async (rule, message) => {
    await using cloud = await Cloud.start({ clock: 'virtual' });
    expect(() => cloud.faults.add(rule as never)).toThrow(message);
  });
});

describe('the routes below /_terrella/', () => {
  it.each([
    ['POST', 'clock/advance', 'null'],
    ['POST', 'clock/advance', '{"milliseconds":-1}'],
    ['POST', 'faults', '{"kind":"nonsense"}'],
    ['GET', 'traces?limit=abc', undefined],
    ['GET', 'traces/%', undefined],
  ])('answer %s %s %s with 400', async (method, path, body) => {
    await using cloud = await Cloud.start({ clock: 'virtual' });
    const response = await cloud.fetch(`http://localhost:4566/_terrella/${path}`, { method, ...(body === undefined ? {} : { body }) });
    expect(response.status).toBe(400);
  });

  it('say 500 where the lab fails, not the caller', async () => {
    const cloud = await Cloud.start({ clock: 'virtual' });
    const answer = () => cloud.fetch('http://localhost:4566/_terrella/reset', { method: 'POST' });
    expect((await answer()).status).toBe(200);
    await cloud.close();
    expect((await answer()).status).toBe(500);
  });

  it("are not below a bucket's own host", async () => {
    await using cloud = await Cloud.start({ clock: 'virtual' });
    await cloud.call('s3', 'CreateBucket', { Bucket: 'bucket' });
    await cloud.fetch('http://bucket.s3.localhost:4566/_terrella/reset', { method: 'POST' });
    await expect(cloud.call('s3', 'HeadBucket', { Bucket: 'bucket' })).resolves.toBeDefined();
  });

  it('refuses options that are none', async () => {
    await expect(Cloud.start({ prot: 1 } as object)).rejects.toThrow('There is no option prot');
    await expect(Cloud.start({ clock: 'vrtual' } as object)).rejects.toThrow('clock must be real, virtual or');
    await expect(Cloud.start({ startAtMs: NaN })).rejects.toThrow('startAtMs must be whole');
  });
});
