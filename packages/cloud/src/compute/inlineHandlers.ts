import { ambientCause, parseTraceHeader } from '../kernel/ambient.js';
import type { FacilityEnvironment } from '../kernel/facility.js';
import { defineFacility } from '../kernel/facility.js';
import type { HostTimer } from '../kernel/host.js';
import { largestResponseBytes, wordEnding } from './endings.js';
import type { Ending } from './endings.js';
import type { EnvironmentSupport, FunctionSpec, InvocationOutcome, InvocationRequest } from './functionSpec.js';
import { LogBuffer } from './logBuffer.js';
import { completeOutcome } from './outcome.js';
import { startLine } from './platformLog.js';

/** What a handler gets beside its event: the context object of AWS's Node.js runtimes. */
export interface InlineContext {
  readonly functionName: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  readonly memoryLimitInMB: string;
  readonly awsRequestId: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly callbackWaitsForEmptyEventLoop: boolean;
  readonly clientContext: unknown;
  getRemainingTimeInMillis(): number;
}

/** A function that runs in this process. What it returns must be JSON; what it throws is the function's error. */
export type InlineHandler = (event: any, context: InlineContext) => unknown;

interface InlineEnvironment {
  readonly logStream: string;
  readonly log: LogBuffer;
}

/** Handlers of `cloud.lambda()`, by function ARN. A fork gets its own: whoever forks registers them there as well. */
export class InlineHandlers {
  private readonly handlers = new Map<string, InlineHandler>();
  /** Environments without an invocation, by version and revision: what is left of them here is their log. */
  private readonly idle = new Map<string, InlineEnvironment[]>();

  constructor(private readonly outside: FacilityEnvironment) {}

  register(functionArn: string, handler: InlineHandler): void {
    this.handlers.set(functionArn, handler);
  }

  /** Everything registered, to register it in a fork. */
  entries(): IterableIterator<[string, InlineHandler]> {
    return this.handlers.entries();
  }

  async invoke(spec: FunctionSpec, request: InvocationRequest, support: EnvironmentSupport): Promise<InvocationOutcome> {
    const { host, clock } = this.outside;
    const warm = this.idle.get(spec.key)?.pop();
    const environment = warm ?? { logStream: support.logStreamName(), log: new LogBuffer(() => ({ realMs: host.nowMs(), cloudMs: clock.preciseMs() })) };
    const { log, logStream } = environment;
    const began = { realMs: host.nowMs(), cloudMs: clock.preciseMs() };
    log.synchronize();
    log.platform(startLine(spec, request.requestId, clock.nowMs()));
    const ending = await this.run(spec, request, logStream);
    const outcome = completeOutcome(spec, request.requestId, wordEnding(ending, request.requestId, spec.timeoutMs, clock.nowMs()), log, clock.nowMs(), {
      startedAtMs: began.cloudMs,
      endedAtMs: clock.preciseMs(),
      coldStart: warm === undefined,
      durationMs: ending.kind === 'timeout' ? spec.timeoutMs : host.nowMs() - began.realMs,
      initDurationMs: warm === undefined ? 0 : undefined,
      // Of this process's memory none is the function's alone.
      maxMemoryMb: 0,
      logStream,
    });
    if (ending.kind !== 'timeout') this.keep(spec.key, environment);
    return outcome;
  }

  private keep(key: string, environment: InlineEnvironment): void {
    const idle = this.idle.get(key);
    if (idle) idle.push(environment);
    else this.idle.set(key, [environment]);
  }

  private async run(spec: FunctionSpec, request: InvocationRequest, logStream: string): Promise<Ending> {
    const handler = this.handlers.get(spec.functionArn);
    if (!handler) {
      return { kind: 'unstartable', errorType: 'Runtime.HandlerNotFound', reason: `No handler is registered in this process for ${spec.functionArn}` };
    }
    const { host } = this.outside;
    const deadlineMs = host.nowMs() + spec.timeoutMs;
    let timer: HostTimer | undefined;
    const timeout = new Promise<Ending>((resolve) => (timer = host.timer(spec.timeoutMs, () => resolve({ kind: 'timeout' }))));
    const context = contextOf(spec, request, logStream, () => Math.max(0, Math.floor(deadlineMs - host.nowMs())));
    try {
      return await Promise.race([answer(handler, request, context), timeout]);
    } finally {
      timer?.cancel();
    }
  }
}

/** The handler's own calls are recorded as effects of this invocation. */
async function answer(handler: InlineHandler, request: InvocationRequest, context: InlineContext): Promise<Ending> {
  const cause = parseTraceHeader(request.traceHeader);
  const run = async () => handler(JSON.parse(decoder.decode(request.payload)), context);
  try {
    const value = cause ? await ambientCause.run(cause, run) : await run();
    const payload = encoder.encode(JSON.stringify(value === undefined ? null : value) ?? 'null');
    return payload.byteLength > largestResponseBytes ? { kind: 'tooLarge' } : { kind: 'response', payload };
  } catch (error) {
    return { kind: 'reported', payload: encoder.encode(JSON.stringify(describe(error))), errorType: undefined };
  }
}

function describe(error: unknown): { errorType: string; errorMessage: string; trace: string[] } {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

function contextOf(spec: FunctionSpec, request: InvocationRequest, logStream: string, remaining: () => number): InlineContext {
  return {
    functionName: spec.functionName,
    functionVersion: spec.version,
    invokedFunctionArn: request.invokedArn,
    memoryLimitInMB: String(spec.memoryMb),
    awsRequestId: request.requestId,
    logGroupName: spec.logGroup,
    logStreamName: logStream,
    callbackWaitsForEmptyEventLoop: true,
    clientContext: request.clientContext === undefined ? undefined : JSON.parse(request.clientContext),
    getRemainingTimeInMillis: remaining,
  };
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const inlineHandlers = defineFacility<InlineHandlers>({
  name: 'compute.inlineHandlers',
  start: (outside) => new InlineHandlers(outside),
});
