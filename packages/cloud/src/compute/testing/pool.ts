import { zipSync } from 'fflate';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import type { FacilityEnvironment } from '../../kernel/facility.js';
import { realHost } from '../../kernel/host.js';
import { FunctionPool } from '../functionPool.js';
import type { EnvironmentSupport, FunctionSpec, InvocationOutcome, InvocationRequest } from '../functionSpec.js';

/** A pool on its own, for tests; it must leave nothing behind. */
export const encoder = new TextEncoder();
export const decoder = new TextDecoder();
export const packages = new Map<string, Uint8Array>();
const base = mkdtempSync(join(tmpdir(), 'terrella-pool-test-'));

const outside: FacilityEnvironment = {
  clock: { kind: 'real', nowMs: () => Math.floor(realHost.nowMs()), preciseMs: () => realHost.nowMs(), realDelayMs: (at) => at - realHost.nowMs() },
  host: { ...realHost, temporaryDirectory: () => base },
  endpoint: async () => 'http://127.0.0.1:1',
  transact: () => {
    throw new Error('unused');
  },
};
export const pool = new FunctionPool(outside);

afterAll(async () => {
  await pool.dispose();
  const left = readdirSync(base);
  rmSync(base, { recursive: true, force: true });
  expect(left).toEqual([]);
});

let streams = 0;
const support: EnvironmentSupport = {
  credentials: async () => ({ accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token', expiresAtMs: realHost.nowMs() + 3_600_000 }),
  logStreamName: () => `stream-${streams++}`,
  blob: (hash) => packages.get(hash)!,
};

export function packageOf(files: Record<string, string>): string {
  const hash = `hash-${packages.size}`;
  packages.set(hash, zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, encoder.encode(text)]))));
  return hash;
}

export function specOf(files: Record<string, string>, other: Partial<FunctionSpec> = {}): FunctionSpec {
  const hash = packageOf(files);
  return {
    key: hash,
    functionArn: `arn:aws:lambda:us-east-1:000000000000:function:${hash}`,
    functionName: hash,
    version: '$LATEST',
    scope: { account: '000000000000', region: 'us-east-1' },
    runtime: 'nodejs20.x',
    handler: 'index.handler',
    memoryMb: 128,
    timeoutMs: 3_000,
    code: { kind: 'package', hash },
    layerHashes: [],
    environment: {},
    logFormat: 'Text',
    applicationLogLevel: undefined,
    systemLogLevel: undefined,
    logGroup: `/aws/lambda/${hash}`,
    ...other,
  };
}

let requests = 0;

function request(event: unknown): InvocationRequest {
  const requestId = `00000000-0000-4000-8000-${String(requests++).padStart(12, '0')}`;
  return {
    requestId,
    payload: encoder.encode(JSON.stringify(event)),
    invokedArn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
    traceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
    clientContext: undefined,
  };
}

export const run = (spec: FunctionSpec, event: unknown = {}): Promise<InvocationOutcome> => pool.invoke(spec, request(event), support);
export const answerOf = (outcome: InvocationOutcome): any => JSON.parse(decoder.decode(outcome.payload));
export const logOf = (outcome: InvocationOutcome): string => outcome.logs.map((event) => event.message).join('\n');
