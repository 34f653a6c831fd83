import { zipSync } from 'fflate';
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { Lab, failure, zip } from '../testing/lab.js';

const hasBoto3 = spawnSync('python3', ['-c', 'import boto3']).status === 0;

describe('Invoke', () => {
  it('answers what the function answers, with the tail of its log', async () => {
    await using lab = await Lab.start();
    await lab.create('f', "exports.handler = async (event) => { console.log('hello'); return { got: event }; };");
    const answer = await lab.lambda.invoke({ FunctionName: 'f', Payload: '{"a":"é"}', LogType: 'Tail' });
    expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
    expect(answer.FunctionError).toBeUndefined();
    expect(JSON.parse(answer.Payload!.transformToString())).toEqual({ got: { a: 'é' } });
    const tail = Buffer.from(answer.LogResult!, 'base64').toString();
    expect(tail).toMatch(/^START RequestId: (\S+) Version: \$LATEST\n\S+\t\1\tINFO\thello\nEND RequestId: \1\nREPORT RequestId: \1\t/);
    expect(tail).toContain(answer.$metadata.requestId);
  });

  it('tells a function error from a success', async () => {
    await using lab = await Lab.start();
    await lab.create('f', "exports.handler = async () => { throw new RangeError('boom'); };");
    const answer = await lab.lambda.invoke({ FunctionName: 'f' });
    expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
    expect(JSON.parse(answer.Payload!.transformToString())).toMatchObject({ errorType: 'RangeError', errorMessage: 'boom' });
  });

  it('passes the client context', async () => {
    await using lab = await Lab.start();
    await lab.create('f', 'exports.handler = async (e, { clientContext }) => clientContext;');
    const context = { custom: { text: 'ü\n' } };
    const answer = await lab.lambda.invoke({ FunctionName: 'f', ClientContext: Buffer.from(JSON.stringify(context)).toString('base64') });
    expect(JSON.parse(answer.Payload!.transformToString())).toEqual(context);
  });

  it.each<[string, Record<string, unknown>, string | RegExp]>([
    ['no JSON', { Payload: '{a}' }, /^InvalidRequestContentException: Could not parse request body into json: /],
    ['more than 6 MB', { Payload: JSON.stringify('x'.repeat(6_291_456)) }, 'RequestEntityTooLargeException: Request must be smaller than 6291456 bytes for the InvokeFunction operation'],
    ['an event of more than 1 MB', { InvocationType: 'Event', Payload: JSON.stringify('x'.repeat(1_048_576)) }, 'RequestTooLargeException: 1048578 byte payload is too large for the Event invocation type (limit 1048576 bytes)'],
    ['an unknown function', { FunctionName: 'none' }, 'ResourceNotFoundException: Function not found: arn:aws:lambda:us-east-1:000000000000:function:none'],
    ['an unknown version', { Qualifier: '7' }, 'ResourceNotFoundException: Function not found: arn:aws:lambda:us-east-1:000000000000:function:f:7'],
    ['a dry run of an unknown function', { FunctionName: 'none', InvocationType: 'DryRun' }, /^ResourceNotFoundException: /],
    ['another region', { FunctionName: 'arn:aws:lambda:eu-west-1:000000000000:function:f' }, "ResourceNotFoundException: Functions from 'eu-west-1' are not reachable in this region ('us-east-1')"],
    ['a tenant', { TenantId: 'a' }, /^NotImplementedException: .*TenantId/],
  ])('refuses %s', async (_, input, expected) => {
    await using lab = await Lab.start();
    await lab.create('f', 'exports.handler = async () => 1;');
    const message = await failure(lab.lambda.invoke({ FunctionName: 'f', ...input }));
    if (typeof expected === 'string') expect(message).toBe(expected);
    else expect(message).toMatch(expected);
  });

  it('looks without running', async () => {
    await using lab = await Lab.start();
    await lab.create('f', 'exports.handler = async () => 1;');
    expect(await lab.lambda.invoke({ FunctionName: 'f', InvocationType: 'DryRun' })).toMatchObject({ StatusCode: 204 });
    expect([...lab.cloud.journal.records()].filter(({ kind }) => kind === 'invocation')).toEqual([]);
  });

  it('of a damaged package says so', async () => {
    await using lab = await Lab.start();
    const ZipFile = zipSync({ 'index.js': [new TextEncoder().encode('exports.handler = 1;'), { level: 0 }] });
    ZipFile[45]! ^= 0xff;
    await lab.create('f', '', { Code: { ZipFile } });
    expect(await failure(lab.lambda.invoke({ FunctionName: 'f' }))).toBe('InvalidZipFileException: Lambda could not unzip the deployment package.');
  });

  it('throttles beyond the reserved concurrency', async () => {
    await using lab = await Lab.start();
    await lab.create('f', 'exports.handler = () => new Promise((resolve) => setTimeout(resolve, 200));');
    await lab.lambda.putFunctionConcurrency({ FunctionName: 'f', ReservedConcurrentExecutions: 1 });
    const first = lab.lambda.invoke({ FunctionName: 'f' });
    const error = await lab.lambda.invoke({ FunctionName: 'f' }).catch((reason: object) => reason);
    expect(error).toMatchObject({ name: 'TooManyRequestsException', message: 'Rate Exceeded.', Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded', Type: 'User' });
    expect((await first).StatusCode).toBe(200);
    expect((await lab.lambda.invoke({ FunctionName: 'f' })).StatusCode).toBe(200);
    await lab.lambda.putFunctionConcurrency({ FunctionName: 'f', ReservedConcurrentExecutions: 0 });
    expect(await failure(lab.lambda.invoke({ FunctionName: 'f' }))).toBe('TooManyRequestsException: Rate Exceeded.');
    await lab.lambda.deleteFunctionConcurrency({ FunctionName: 'f' });
    expect((await lab.lambda.invoke({ FunctionName: 'f' })).StatusCode).toBe(200);
    expect(await failure(lab.lambda.putFunctionConcurrency({ FunctionName: 'f', ReservedConcurrentExecutions: 901 }))).toMatch(/below its minimum value of \[100\]\.$/);
  });

  it('records the run with the calls it made as its effects, none of them instrumented', async () => {
    await using lab = await Lab.start();
    const { url } = await lab.queue('orders');
    await lab.create(
      'orders',
      `const { SQSClient, SendMessageCommand } = require('@aws-sdk/client-sqs');
       const client = new SQSClient();
       exports.handler = async () => { await client.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE, MessageBody: 'hello' })); };`,
      { Timeout: 20, Environment: { Variables: { QUEUE: url } } },
    );
    const { $metadata } = await lab.lambda.invoke({ FunctionName: 'orders' });
    const records = [...lab.cloud.journal.records()];
    const run = records.find(({ kind }) => kind === 'invocation')!;
    expect(run).toMatchObject({ service: 'lambda', resource: 'arn:aws:lambda:us-east-1:000000000000:function:orders', error: undefined });
    expect(run.detail).toMatchObject({ requestId: $metadata.requestId, coldStart: true, memorySizeMb: 128, functionName: 'orders' });
    const call = records.find(({ operation }) => operation === 'Invoke')!;
    const sent = records.find(({ operation }) => operation === 'SendMessage')!;
    expect(run).toMatchObject({ traceId: call.traceId, parentSpanId: call.spanId });
    expect(sent).toMatchObject({ traceId: run.traceId, parentSpanId: run.spanId, principal: 'arn:aws:sts::000000000000:assumed-role/functions/orders' });
  });

  it('gives the function the time of the cloud', async () => {
    await using lab = await Lab.start();
    await lab.create('f', 'exports.handler = async () => [Date.now(), new Date().toISOString(), Date()];');
    await lab.cloud.clock.advance(400 * 24 * 3_600_000);
    const [now, text, words] = await lab.invoke('f');
    const cloudNow = lab.cloud.clock.nowMs();
    expect(Math.abs(now - cloudNow)).toBeLessThan(5_000);
    expect(Math.abs(Date.parse(text) - cloudNow)).toBeLessThan(5_000);
    expect(Math.abs(Date.parse(words) - cloudNow)).toBeLessThan(5_000);
  });

  it.skipIf(!hasBoto3)('does the same for Python: boto3 finds the cloud, its time and the trace', async () => {
    await using lab = await Lab.start();
    const { url } = await lab.queue('orders');
    const source = `import boto3, datetime, os, time
def handler(event, context):
    boto3.client('sqs').send_message(QueueUrl=os.environ['QUEUE'], MessageBody='hello')
    now = datetime.datetime.now(datetime.timezone.utc)
    return [time.time(), now.timestamp(), datetime.datetime.utcnow().isoformat(), isinstance(now, datetime.datetime), datetime.date.today().isoformat()]
`;
    const Environment = { Variables: { QUEUE: url } };
    await lab.create('py', '', { Runtime: 'python3.12', Code: { ZipFile: zip({ 'index.py': source }) }, Timeout: 30, Environment });
    await lab.cloud.clock.advance(400 * 24 * 3_600_000);
    const [time, now, utc, isDatetime, today] = await lab.invoke('py');
    const seconds = lab.cloud.clock.nowMs() / 1_000;
    for (const given of [time, now, Date.parse(`${utc}Z`) / 1_000]) expect(Math.abs(given - seconds)).toBeLessThan(30);
    expect([isDatetime, today]).toEqual([true, new Date(seconds * 1_000).toISOString().slice(0, 10)]);
    const records = [...lab.cloud.journal.records()];
    const run = records.find(({ kind }) => kind === 'invocation')!;
    expect(records.find(({ operation }) => operation === 'SendMessage')).toMatchObject({ traceId: run.traceId, parentSpanId: run.spanId });
  });

  it('begins afresh when an environment has been idle for long or its credentials end', async () => {
    await using lab = await Lab.start();
    await lab.create('f', 'let n = 0; exports.handler = async () => ++n;');
    expect([await lab.invoke('f'), await lab.invoke('f')]).toEqual([1, 2]);
    await lab.cloud.clock.advance(3_600_000);
    expect(await lab.invoke('f')).toBe(1);
  });

  it('works on its own in a fork', async () => {
    await using lab = await Lab.start();
    await lab.create('f', 'let n = 0; exports.handler = async () => ++n;');
    expect(await lab.invoke('f')).toBe(1);
    await using fork = lab.fork();
    await fork.lambda.updateFunctionCode({ FunctionName: 'f', ZipFile: zip({ 'index.js': "exports.handler = async () => 'fork';" }) });
    expect([await fork.invoke('f'), await lab.invoke('f')]).toEqual(['fork', 2]);
  });
});

describe('an inline handler', () => {
  it('runs in this process, with its calls in the trace', async () => {
    await using lab = await Lab.start();
    const queue = await lab.queue('out');
    const seen: unknown[] = [];
    await lab.inline('f', async (event, context) => {
      seen.push([event, context.functionName, context.invokedFunctionArn]);
      await lab.sqs.sendMessage({ QueueUrl: queue.url, MessageBody: 'hi' });
      return { ok: true };
    });
    expect(await lab.invoke('f', { a: 1 })).toEqual({ ok: true });
    expect(seen).toEqual([[{ a: 1 }, 'f', 'arn:aws:lambda:us-east-1:000000000000:function:f']]);
    const records = [...lab.cloud.journal.records()];
    const run = records.find(({ kind }) => kind === 'invocation')!;
    expect(records.find(({ operation }) => operation === 'SendMessage')).toMatchObject({ traceId: run.traceId, parentSpanId: run.spanId });
  });

  it('fails, times out and can be replaced', async () => {
    await using lab = await Lab.start();
    await lab.inline('f', () => Promise.reject(new TypeError('boom')), { Timeout: 1 });
    expect(await lab.invoke('f')).toMatchObject({ errorType: 'TypeError', errorMessage: 'boom' });
    await lab.inline('f', () => new Promise(() => undefined), { Timeout: 1 });
    expect(await lab.invoke('f')).toMatchObject({ errorType: 'Sandbox.Timedout' });
    await lab.inline('f', () => 7);
    expect(await lab.invoke('f')).toBe(7);
  });
});
