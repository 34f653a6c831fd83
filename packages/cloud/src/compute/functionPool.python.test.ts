import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { answerOf, logOf, packageOf, run, specOf } from './testing/pool.js';
import type { FunctionSpec } from './functionSpec.js';

const hasPython = spawnSync('python3', ['--version']).status === 0;
const hasBoto3 = spawnSync('python3', ['-c', 'import boto3']).status === 0;

const python = (files: Record<string, string> | string, other: Partial<FunctionSpec> = {}): FunctionSpec =>
  specOf(typeof files === 'string' ? { 'app.py': files } : files, { runtime: 'python3.12', handler: 'app.handler', ...other });

describe.skipIf(!hasPython)('Python functions', () => {
  it('run, stay warm and get the whole context', async () => {
    const spec = python(`
count = 0
def handler(event, context):
    global count
    count += 1
    return {"n": count, "got": event["n"], "name": context.function_name, "id": context.aws_request_id,
            "memory": context.memory_limit_in_mb, "left": context.get_remaining_time_in_millis(), "arn": context.invoked_function_arn}
`);
    const [first, second] = [await run(spec, { n: 7 }), await run(spec, { n: 8 })];
    expect(answerOf(first)).toMatchObject({ n: 1, got: 7, name: spec.functionName, memory: '128', arn: 'arn:aws:lambda:us-east-1:000000000000:function:f' });
    expect(answerOf(second)).toMatchObject({ n: 2, got: 8, id: expect.stringMatching(/^\S{36}$/) });
    expect(answerOf(second).left).toBeGreaterThan(2_000);
    expect([first.coldStart, second.coldStart]).toEqual([true, false]);
  });

  it('find a handler in a package', async () => {
    expect(answerOf(await run(python({ 'src/__init__.py': '', 'src/app.py': 'def handler(e, c): return 5' }, { handler: 'src/app.handler' })))).toBe(5);
  });

  it('serialize what AWS serializes', async () => {
    expect(answerOf(await run(python('from decimal import Decimal\ndef handler(e, c): return {"price": Decimal("1.5")}')))).toEqual({ price: 1.5 });
  });

  it('log as AWS formats it', async () => {
    const text = logOf(
      await run(
        python(`
import logging
logger = logging.getLogger()
logger.setLevel("INFO")
def handler(event, context):
    print("printed", "here")
    logger.info("informed\\nof two lines")
    logging.getLogger("x").debug("hidden")
    try:
        1 / 0
    except ZeroDivisionError:
        logger.exception("caught")
`),
      ),
    );
    expect(text).toMatch(/\nprinted here\n\[INFO\]\t\d{4}-\d\d-\d\dT[\d:.]+Z\t\S{36}\tinformed\nof two lines\n\[ERROR\]\t\S+\t\S{36}\tcaught\nTraceback \(most recent call last\):\n/);
    expect(text).not.toContain('hidden');
  });

  it('log JSON where asked', async () => {
    const outcome = await run(python('import logging\ndef handler(e, c):\n    logging.getLogger().info("hello", extra={"order": 1})\n', { logFormat: 'JSON' }));
    const lines = outcome.logs.map((event) => JSON.parse(event.message));
    expect(lines[1]).toMatchObject({ level: 'INFO', message: 'hello', logger: 'root', order: 1, requestId: expect.any(String) });
  });

  it.each<[string, string, string, object]>([
    ['a raised error', 'def handler(e, c):\n    raise ValueError("boom")', 'app.handler', { errorType: 'ValueError', errorMessage: 'boom', requestId: expect.any(String), stackTrace: [expect.stringMatching(/^  File ".*app\.py", line 2, in handler\n    raise ValueError\("boom"\)\n$/)] }],
    ['a missing module', 'import nowhere', 'app.handler', { errorType: 'Runtime.ImportModuleError', errorMessage: "Unable to import module 'app': No module named 'nowhere'" }],
    ['a missing file', '', 'other.handler', { errorType: 'Runtime.ImportModuleError', errorMessage: "Unable to import module 'other': No module named 'other'" }],
    ['a syntax error', 'def handler(:', 'app.handler', { errorType: 'Runtime.UserCodeSyntaxError', errorMessage: expect.stringContaining("Syntax error in module 'app': invalid syntax") }],
    ['a missing handler', 'x = 1', 'app.handler', { errorType: 'Runtime.HandlerNotFound', errorMessage: "Handler 'handler' missing on module 'app'" }],
    ['a handler without a dot', '', 'app', { errorType: 'Runtime.MalformedHandlerName', errorMessage: "Bad handler 'app': not enough values to unpack (expected 2, got 1)" }],
    ['an answer that is no JSON', 'def handler(e, c): return object()', 'app.handler', { errorType: 'Runtime.MarshalError', errorMessage: 'Unable to marshal response: Object of type object is not JSON serializable' }],
    ['an error while loading', 'raise KeyError("early")', 'app.handler', { errorType: 'KeyError', errorMessage: "'early'" }],
    ['an exit', 'import sys\ndef handler(e, c): sys.exit(2)', 'app.handler', { errorType: 'Runtime.ExitError', errorMessage: expect.stringMatching(/exit status 2$/) }],
  ])('report %s as AWS does, and serve again', async (_, code, handler, expected) => {
    const spec = python(code, { handler });
    expect(answerOf(await run(spec))).toMatchObject(expected);
    expect(answerOf(await run(spec))).toMatchObject(expected);
  });

  it('are ended when their time is over', async () => {
    expect(answerOf(await run(python('def handler(e, c):\n    while True: pass', { timeoutMs: 300 })))).toMatchObject({ errorType: 'Sandbox.Timedout' });
  });

  it('import from layers', async () => {
    const layer = packageOf({ 'python/tool.py': 'NAME = "tool"' });
    expect(answerOf(await run(python('import tool\ndef handler(e, c): return tool.NAME', { layerHashes: [layer] })))).toBe('tool');
  });

  it.skipIf(!hasBoto3)('find boto3 with region, credentials and endpoint', async () => {
    const code = 'import boto3\ndef handler(e, c):\n    sqs = boto3.client("sqs")\n    return [sqs.meta.region_name, sqs.meta.endpoint_url, sqs._request_signer._credentials.access_key]';
    expect(answerOf(await run(python(code, { timeoutMs: 20_000 })))).toEqual(['us-east-1', 'http://127.0.0.1:1', 'ASIAEXAMPLE']);
  });
});
