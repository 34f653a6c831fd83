import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { Lambda } from '@aws-sdk/client-lambda';
import type { CreateFunctionCommandInput } from '@aws-sdk/client-lambda';
import { SQS } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cloud } from '../src/index.js';
import { build, zipped } from './resources.js';
import type { City } from './resources.js';

let cloud: Cloud;
let city: City;
let lambda: Lambda;

beforeAll(async () => {
  cloud = await Cloud.start({ clock: 'virtual' });
  city = await build(cloud, 'played');
  lambda = cloud.client(Lambda);
});
afterAll(() => cloud.close());

const create = (FunctionName: string, code: string, other: Partial<CreateFunctionCommandInput> = {}) =>
  lambda.createFunction({ FunctionName, Runtime: 'nodejs20.x', Handler: 'index.handler', Role: city.roleArn, Code: { ZipFile: zipped({ 'index.js': code }) }, ...other });

async function invoke(FunctionName: string, event: unknown = {}): Promise<{ status: number | undefined; error: string | undefined; answer: unknown }> {
  const { StatusCode: status, FunctionError: error, Payload } = await lambda.invoke({ FunctionName, Payload: JSON.stringify(event) });
  return { status, error, answer: JSON.parse(Payload!.transformToString()) };
}

const kilobytes = (count: number) => `'x'.repeat(${count * 1024})`;

/** Each fails only where it is told to. */
const failures: [what: string, code: string, answer: object, other?: Partial<CreateFunctionCommandInput>][] = [
  ['throws', "throw new TypeError('boom');", { errorType: 'TypeError', errorMessage: 'boom' }],
  ['throws what is no error', 'throw { a: 1 };', { errorMessage: expect.anything() }],
  ['ends its process', 'process.exit(3);', { errorType: 'Runtime.ExitError', errorMessage: expect.stringMatching(/^RequestId: [0-9a-f-]{36} Error: Runtime exited with error: exit status 3$/) }],
  ['kills its process', "process.kill(process.pid, 'SIGKILL'); await new Promise(() => {});", { errorType: 'Runtime.ExitError', errorMessage: expect.stringMatching(/Error: Runtime exited with error: signal: killed$/) }],
  ['never answers', 'await new Promise(() => setInterval(() => {}, 1000));', { errorType: 'Sandbox.Timedout', errorMessage: expect.stringMatching(/^RequestId: [0-9a-f-]{36} Error: Task timed out after 1.00 seconds$/) }, { Timeout: 1 }],
  ['blocks its event loop', 'for (;;);', { errorType: 'Sandbox.Timedout', errorMessage: expect.stringMatching(/Task timed out after 1.00 seconds$/) }, { Timeout: 1 }],
  ['answers too much', `return ${kilobytes(6 * 1024 + 1)};`, { errorType: 'Function.ResponseSizeTooLarge', errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).' }],
  ['takes more memory than it has', 'const held = []; for (;;) { held.push(Buffer.alloc(16 << 20, 1)); await new Promise((resolve) => setTimeout(resolve, 5)); }', { errorType: 'Runtime.OutOfMemory', errorMessage: expect.stringMatching(/Runtime exited with error: signal: killed$/) }, { Timeout: 20 }],
];

describe('a function that', () => {
  it.each<(typeof failures)[number]>(failures)('%s gets the error that AWS gives, and serves the next call', async (what, code, answer, other) => {
    const name = what.replaceAll(' ', '-');
    await create(name, `exports.handler = async (event) => { if (event.well) return 'well'; ${code} };`, other);
    expect(await invoke(name)).toEqual({ status: 200, error: 'Unhandled', answer: expect.objectContaining(answer) });
    expect(await invoke(name, { well: true })).toEqual({ status: 200, error: undefined, answer: 'well' });
  });

  it.each([
    ['cannot be parsed', 'exports.handler = async ( => 1;', 'index.handler', { errorType: 'Runtime.UserCodeSyntaxError', errorMessage: expect.stringMatching(/^SyntaxError: /) }],
    ['is not where it should be', 'exports.other = 1;', 'index.handler', { errorType: 'Runtime.HandlerNotFound', errorMessage: 'index.handler is undefined or not exported' }],
    ['lies outside its package', '', '../../index.handler', { errorType: expect.stringMatching(/^Runtime\./) }],
  ])('%s says so at every call', async (what, code, Handler, answer) => {
    const name = what.replaceAll(' ', '-');
    await create(name, code, { Handler });
    for (const _ of [1, 2]) expect(await invoke(name)).toEqual({ status: 200, error: 'Unhandled', answer: expect.objectContaining(answer) });
  });

  it('floods its log with 5 MB answers, and all of it can be read', async () => {
    await create('floods', `exports.handler = async () => { for (let line = 0; line < 5 * 1024; line++) console.log(line + ' ' + ${kilobytes(1)}); return 'done'; };`, { Timeout: 30 });
    expect(await invoke('floods')).toEqual({ status: 200, error: undefined, answer: 'done' });
    await cloud.settled();
    const logs = cloud.client(CloudWatchLogs);
    const seen: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = await logs.filterLogEvents({ logGroupName: '/aws/lambda/floods', nextToken });
      for (const { message } of page.events!) seen.push(/^(START|END|REPORT)|INFO\t(\d+) /.exec(message!)!.at(2) ?? message!.split(' ')[0]!);
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    expect(seen).toEqual(['START', ...Array.from({ length: 5 * 1024 }, (_, line) => String(line)), 'END', 'REPORT']);
  });

  it('writes one line of 2 MB has it in its log in part, and whole events around it', async () => {
    await create('long-line', `exports.handler = async () => { console.log(${kilobytes(2048)}); console.log('after'); };`, { Timeout: 30 });
    expect((await invoke('long-line')).error).toBeUndefined();
    await cloud.settled();
    const { events } = await cloud.client(CloudWatchLogs).filterLogEvents({ logGroupName: '/aws/lambda/long-line' });
    expect(events!.map(({ message }) => /START|x{9}|after|END|REPORT/.exec(message!)?.[0]).filter((text, at, all) => text !== all[at - 1])).toEqual(['START', 'xxxxxxxxx', 'after', 'END', 'REPORT']);
    for (const { message } of events!) expect(Buffer.byteLength(message!)).toBeLessThanOrEqual(1024 * 1024);
  });

  it('fails on a message of a queue leaves the message in the queue', async () => {
    const sqs = cloud.client(SQS);
    const { QueueUrl } = await sqs.createQueue({ QueueName: 'work', Attributes: { VisibilityTimeout: '30' } });
    await create('fails', 'exports.handler = async () => process.exit(1);');
    const { UUID } = await lambda.createEventSourceMapping({ FunctionName: 'fails', EventSourceArn: 'arn:aws:sqs:us-east-1:000000000000:work' });
    await cloud.clock.advance(60_000);
    await sqs.sendMessage({ QueueUrl, MessageBody: 'precious' });
    await cloud.clock.advance(100_000);
    await lambda.deleteEventSourceMapping({ UUID });
    await cloud.clock.advance(100_000);
    const { Messages } = await sqs.receiveMessage({ QueueUrl, MessageSystemAttributeNames: ['ApproximateReceiveCount'] });
    expect(Messages).toMatchObject([{ Body: 'precious' }]);
    expect(Number(Messages![0]!.Attributes!.ApproximateReceiveCount)).toBeGreaterThan(2);
  });
});
