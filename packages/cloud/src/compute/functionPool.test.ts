import { zipSync } from 'fflate';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answerOf, decoder, encoder, logOf, packageOf, packages, pool, run, specOf } from './testing/pool.js';

describe('Node.js functions', () => {
  it.each<[string, Record<string, string>, string]>([
    ['CommonJS async', { 'index.js': 'exports.handler = async (event) => ({ got: event.n });' }, 'index.handler'],
    ['CommonJS callback', { 'index.js': 'exports.handler = (event, context, done) => setTimeout(() => done(null, { got: event.n }), 5);' }, 'index.handler'],
    ['ES module', { 'index.mjs': 'export const handler = async (event) => ({ got: event.n });' }, 'index.handler'],
    ['ES module by package.json', { 'package.json': '{"type":"module"}', 'index.js': 'export const handler = async (e) => ({ got: e.n });' }, 'index.handler'],
    ['nested path and export', { 'src/app/main.js': 'exports.api = { run: async (event) => ({ got: event.n }) };' }, 'src/app/main.api.run'],
    ['top-level await', { 'index.mjs': 'const n = await Promise.resolve(1); export const handler = async (e) => ({ got: e.n * n });' }, 'index.handler'],
    ['.cjs', { 'package.json': '{"type":"module"}', 'index.cjs': 'exports.handler = async (e) => ({ got: e.n });' }, 'index.handler'],
  ])('run as %s', async (_, files, handler) => {
    expect(answerOf(await run(specOf(files, { handler }), { n: 7 }))).toEqual({ got: 7 });
  });

  it('keep their process warm and report the cold start once', async () => {
    const spec = specOf({ 'index.js': 'let n = 0; exports.handler = async () => ++n;' });
    const [first, second] = [await run(spec), await run(spec)];
    expect([answerOf(first), answerOf(second)]).toEqual([1, 2]);
    expect([first.coldStart, second.coldStart]).toEqual([true, false]);
    expect(logOf(first)).toMatch(
      /^START RequestId: \S+ Version: \$LATEST\nEND RequestId: \S+\nREPORT RequestId: \S+\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\tInit Duration: [\d.]+ ms\t$/,
    );
    expect(logOf(second)).not.toContain('Init Duration');
    expect(second.maxMemoryMb).toBeGreaterThan(20);
  });

  it('run one process for each concurrent invocation', async () => {
    const spec = specOf({ 'index.js': 'exports.handler = (e) => new Promise((r) => setTimeout(() => r(process.pid), 150));' });
    const outcomes = await Promise.all([run(spec), run(spec), run(spec)]);
    expect(new Set(outcomes.map(answerOf)).size).toBe(3);
    expect(outcomes.every((outcome) => outcome.coldStart)).toBe(true);
  });

  it('see the environment of a Lambda function and nothing of the machine', async () => {
    const spec = specOf({ 'index.js': 'exports.handler = async (e, context) => ({ env: process.env, context, left: context.getRemainingTimeInMillis() });' }, { environment: { TABLE: 'orders' } });
    const { env, context, left } = answerOf(await run(spec));
    expect(env).toMatchObject({ TABLE: 'orders', AWS_REGION: 'us-east-1', _HANDLER: 'index.handler', AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x', AWS_ENDPOINT_URL: 'http://127.0.0.1:1', TZ: ':UTC' });
    expect(env._X_AMZN_TRACE_ID).toBe('Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1');
    expect(Object.keys(env).filter((name) => /TERRELLA|VITEST|npm_|_FD$/i.test(name))).toEqual([]);
    expect(context).toMatchObject({ functionName: spec.functionName, functionVersion: '$LATEST', memoryLimitInMB: '128', callbackWaitsForEmptyEventLoop: true });
    expect(left).toBeGreaterThan(2_000);
    expect(left).toBeLessThanOrEqual(3_000);
  });

  it('find the AWS SDK by require and by import', async () => {
    const code = `const { SQSClient } = require('@aws-sdk/client-sqs');
      exports.handler = async () => [typeof SQSClient, typeof (await import('@aws-sdk/client-sns')).SNSClient, typeof require('@aws-sdk/lib-dynamodb').DynamoDBDocumentClient];`;
    expect(answerOf(await run(specOf({ 'index.js': code })))).toEqual(['function', 'function', 'function']);
    const esm = `import { SQSClient } from '@aws-sdk/client-sqs'; export const handler = async () => typeof SQSClient;`;
    expect(answerOf(await run(specOf({ 'index.mjs': esm })))).toBe('function');
  });

  it('prefer a package of their own', async () => {
    const files = { 'index.js': "exports.handler = async () => require('@aws-sdk/client-sqs').mine;", 'node_modules/@aws-sdk/client-sqs/index.js': 'exports.mine = 42;' };
    expect(answerOf(await run(specOf(files)))).toBe(42);
  });

  it('write their console to the log as AWS formats it', async () => {
    const code = `exports.handler = async () => { console.log('two\\nlines', { a: 1 }); console.error('bad'); process.stdout.write('raw\\nhalf'); };`;
    const text = logOf(await run(specOf({ 'index.js': code })));
    expect(text).toMatch(/\n\d{4}-\d\d-\d\dT[\d:.]+Z\t[0-9a-f-]{36}\tINFO\ttwo\nlines \{ a: 1 \}\n/);
    expect(text).toMatch(/\tERROR\tbad\nraw\nhalf\nEND /);
  });

  it('have in their log what bypasses the console', async () => {
    const code = "const fs = require('node:fs'); let n = 0; exports.handler = async () => { fs.writeSync(1, `direct ${++n}\\n`); };";
    const spec = specOf({ 'index.js': code });
    for (let n = 1; n <= 20; n++) expect(logOf(await run(spec))).toMatch(new RegExp(`^START .*\\ndirect ${n}\\nEND `));
  });

  it('log JSON where asked, from the level asked', async () => {
    const code = `exports.handler = async () => { console.debug('no'); console.info({ order: 1 }); console.warn('careful', new Error('x')); };`;
    const outcome = await run(specOf({ 'index.js': code }, { logFormat: 'JSON', applicationLogLevel: 'INFO' }));
    const lines = outcome.logs.map((event) => JSON.parse(event.message));
    expect(lines.map((line) => line.type ?? line.level)).toEqual(['platform.start', 'INFO', 'WARN', 'platform.report']);
    expect(lines[1]).toMatchObject({ message: { order: 1 }, requestId: expect.any(String) });
    expect(lines[2]).toMatchObject({ errorType: 'Error', errorMessage: 'x' });
    expect(lines[3].record).toMatchObject({ status: 'success', metrics: { memorySizeMB: 128 } });
  });

  it.each<[string, string, string, object]>([
    ['a thrown error', "exports.handler = async () => { throw new TypeError('boom'); };", 'index.handler', { errorType: 'TypeError', errorMessage: 'boom' }],
    ['a callback error', "exports.handler = (e, c, done) => done(new Error('boom'));", 'index.handler', { errorType: 'Error', errorMessage: 'boom' }],
    ['a thrown text', "exports.handler = async () => { throw 'boom'; };", 'index.handler', { errorType: 'string', errorMessage: 'boom', trace: [] }],
    ['a missing module', "require('nowhere');", 'index.handler', { errorType: 'Runtime.ImportModuleError', errorMessage: expect.stringContaining("Error: Cannot find module 'nowhere'") }],
    ['a missing file', '', 'other.handler', { errorType: 'Runtime.ImportModuleError', errorMessage: expect.stringContaining('other') }],
    ['a syntax error', 'exports.handler = async ( => 1;', 'index.handler', { errorType: 'Runtime.UserCodeSyntaxError', errorMessage: expect.stringContaining('SyntaxError') }],
    ['a missing export', 'exports.other = 1;', 'index.handler', { errorType: 'Runtime.HandlerNotFound', errorMessage: 'index.handler is undefined or not exported' }],
    ['an export that is no function', 'exports.handler = 1;', 'index.handler', { errorType: 'Runtime.HandlerNotFound', errorMessage: 'index.handler is not a function' }],
    ['a handler without a dot', '', 'index', { errorType: 'Runtime.MalformedHandlerName', errorMessage: 'Bad handler' }],
    ['an error while loading', "throw new RangeError('early');", 'index.handler', { errorType: 'RangeError', errorMessage: 'early' }],
    ['an exit with 0', 'exports.handler = async () => process.exit(0);', 'index.handler', { errorType: 'Runtime.ExitError', errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Runtime exited without providing a reason$/) }],
    ['an exit with 3', 'exports.handler = async () => process.exit(3);', 'index.handler', { errorType: 'Runtime.ExitError', errorMessage: expect.stringMatching(/Runtime exited with error: exit status 3$/) }],
    ['an exit while loading', 'process.exit(1)', 'index.handler', { errorType: 'Runtime.ExitError', errorMessage: expect.stringMatching(/exit status 1$/) }],
    ['a signal', "exports.handler = () => new Promise(() => process.kill(process.pid, 'SIGKILL'));", 'index.handler', { errorType: 'Runtime.ExitError', errorMessage: expect.stringMatching(/signal: killed$/) }],
    ['an uncaught exception', "exports.handler = () => new Promise(() => setTimeout(() => { throw new Error('late'); }));", 'index.handler', { errorType: 'Error', errorMessage: 'late' }],
    ['an unhandled rejection', "exports.handler = () => new Promise((r) => { Promise.reject(new Error('lost')); setTimeout(r, 50); });", 'index.handler', { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'Error: lost' }],
    ['an answer that is no JSON', 'exports.handler = async () => { const a = {}; a.a = a; return a; };', 'index.handler', { errorType: 'Error', errorMessage: 'Unable to stringify response body' }],
    ['an answer beyond 6 MB', "exports.handler = async () => 'x'.repeat(6 * 1024 * 1024 + 200);", 'index.handler', { errorType: 'Function.ResponseSizeTooLarge', errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).' }],
  ])('report %s as AWS does, and serve again', async (_, code, handler, expected) => {
    const spec = specOf({ 'index.js': code }, { handler });
    const outcome = await run(spec);
    expect(answerOf(outcome)).toMatchObject(expected);
    expect(outcome.status).toBe('error');
    expect(answerOf(await run(spec))).toMatchObject(expected);
  });

  it('log an error once with its stack', async () => {
    const text = logOf(await run(specOf({ 'index.js': "exports.handler = async () => { const e = new Error('boom'); e.code = 'E1'; throw e; };" })));
    expect(text).toMatch(/\tERROR\tInvoke Error \t\{"errorType":"Error","errorMessage":"boom","code":"E1","stack":\["Error: boom","    at /);
    expect(text.match(/boom/g)).toHaveLength(2);
  });

  it('answer null when nothing is left to do and nobody answered', async () => {
    expect(answerOf(await run(specOf({ 'index.js': 'exports.handler = (e, c, done) => {};' })))).toBeNull();
    const spec = specOf({ 'index.js': 'exports.handler = () => new Promise(() => {});' }, { runtime: 'nodejs24.x' });
    expect(answerOf(await run(spec))).toMatchObject({ errorType: 'Runtime.NodeJsExit' });
  });

  it('are ended when their time is over, whatever they do', async () => {
    const spec = specOf({ 'index.js': 'exports.handler = async () => { console.log("in"); for (;;); };' }, { timeoutMs: 300 });
    const outcome = await run(spec);
    expect(answerOf(outcome)).toEqual({ errorType: 'Sandbox.Timedout', errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Task timed out after 0.30 seconds$/) });
    expect(logOf(outcome)).toMatch(/\tINFO\tin\n\d{4}\S+Z \S{36} Task timed out after 0.30 seconds\nEND .*\nREPORT .*\tDuration: 300.00 ms\t.*\tStatus: timeout\t$/);
    expect(outcome.durationMs).toBe(300);
  });

  it('are ended when they take too much memory', async () => {
    const spec = specOf({ 'index.js': 'const kept = []; exports.handler = () => new Promise(() => setInterval(() => kept.push(Buffer.alloc(20 << 20, 1)), 10));' }, { timeoutMs: 10_000 });
    const outcome = await run(spec);
    expect(answerOf(outcome)).toMatchObject({ errorType: 'Runtime.OutOfMemory', errorMessage: expect.stringMatching(/signal: killed$/) });
    expect(logOf(outcome)).toMatch(/Status: error\tError Type: Runtime.OutOfMemory\t$/);
  });

  it('flood their log only up to a bound', async () => {
    const spec = specOf({ 'index.js': "exports.handler = async () => { const line = 'x'.repeat(100_000); for (let i = 0; i < 400; i++) console.log(line); return 'done'; };" }, { timeoutMs: 20_000 });
    const outcome = await run(spec);
    expect(answerOf(outcome)).toBe('done');
    expect(logOf(outcome).length).toBeLessThan(18 * 1024 * 1024);
    expect(logOf(outcome)).toMatch(/\[Terrella\] \d+ further log entries of this invocation were dropped/);
  });

  it('take code from a directory, fresh after each change', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'terrella-hot-'));
    const write = (text: string) => writeFileSync(join(directory, 'index.mjs'), text);
    write("import { SQSClient } from '@aws-sdk/client-sqs'; export const handler = async () => [1, typeof SQSClient];");
    const spec = specOf({}, { code: { kind: 'directory', path: directory } });
    expect(answerOf(await run(spec))).toEqual([1, 'function']);
    expect((await run(spec)).coldStart).toBe(false);
    write('export const handler = async () => [22];');
    expect(answerOf(await run(spec))).toEqual([22]);
    rmSync(directory, { recursive: true });
    expect(answerOf(await run(spec))).toMatchObject({ errorType: 'Runtime.InvalidEntrypoint' });
  });

  it('find layers under /opt and their packages', async () => {
    const layer = packageOf({ 'nodejs/node_modules/tool/index.js': 'exports.name = "tool";', 'nodejs/lib/shared.mjs': 'export const shared = 5;', 'nodejs/lib/old.js': 'module.exports = 6;' });
    const code = `import tool from 'tool'; import { shared } from '/opt/nodejs/lib/shared.mjs'; import { createRequire } from 'node:module';
      export const handler = async () => [tool.name, shared, createRequire(import.meta.url)('/opt/nodejs/lib/old')];`;
    expect(answerOf(await run(specOf({ 'index.mjs': code }, { layerHashes: [layer] })))).toEqual(['tool', 5, 6]);
  });

  it('collect a streamed response', async () => {
    const code = "exports.handler = awslambda.streamifyResponse(async (event, stream) => { stream.write('a'); stream.write('b'); stream.end(); });";
    expect(decoder.decode((await run(specOf({ 'index.js': code }))).payload)).toBe('ab');
  });

  it('are retired when asked, idle or busy', async () => {
    const spec = specOf({ 'index.js': 'exports.handler = (e) => new Promise((r) => setTimeout(() => r(process.pid), 100));' });
    const first = answerOf(await run(spec));
    const busy = run(spec);
    pool.retire(spec.functionArn);
    expect(answerOf(await busy)).toBe(first);
    expect((await run(spec)).coldStart).toBe(true);
    expect(() => process.kill(first, 0)).toThrow();
  });
});

describe.skipIf(spawnSync('curl', ['--version']).status !== 0)('custom runtimes', () => {
  it('run the bootstrap of the package', async () => {
    const script = `#!/bin/sh
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime"
while :; do
  id=$(curl -sD - -o $HOME/event "$api/invocation/next" | tr -d '\\r' | sed -n 's/^lambda-runtime-aws-request-id: //Ip')
  echo "handling"
  curl -s -X POST "$api/invocation/$id/response" -d "{\\"echo\\":$(cat $HOME/event)}" >/dev/null
done`;
    const archive = zipSync({ bootstrap: [encoder.encode(script), { os: 3, attrs: (0o100755 << 16) >>> 0 }] });
    packages.set('custom', archive);
    const spec = specOf({}, { runtime: 'provided.al2023', code: { kind: 'package', hash: 'custom' } });
    const outcome = await run(spec, { a: 1 });
    expect(answerOf(outcome)).toEqual({ echo: { a: 1 } });
    expect(logOf(outcome)).toContain('handling');
    expect(outcome.maxMemoryMb).toBeGreaterThan(0);
  });

  it('fail clearly without one', async () => {
    const outcome = await run(specOf({ 'index.js': '' }, { runtime: 'provided.al2023' }));
    expect(answerOf(outcome)).toMatchObject({ errorType: 'Runtime.InvalidEntrypoint', errorMessage: expect.stringContaining("Couldn't find valid bootstrap(s)") });
  });
});
