import { mkdtempSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { FacilityEnvironment } from '../kernel/facility.js';
import { defineFacility } from '../kernel/facility.js';
import type { HostTimer } from '../kernel/host.js';
import { CodeTrees } from './codeTrees.js';
import { ConcurrencyCount } from './concurrency.js';
import { directoryState } from './directoryState.js';
import { wordEnding } from './endings.js';
import type { Ending } from './endings.js';
import { environmentVariables } from './environmentVariables.js';
import { ExecutionEnvironment } from './executionEnvironment.js';
import type { EnvironmentTools } from './executionEnvironment.js';
import { commandFor } from './functionProcess.js';
import type { EnvironmentSupport, FunctionSpec, InvocationOutcome, InvocationRequest } from './functionSpec.js';
import { completeOutcome } from './outcome.js';
import { startLine } from './platformLog.js';
import { runtimesDirectory } from './runtimes.js';
import { StartGate } from './startGate.js';
import { Watchdog } from './watchdog.js';

/** How long an idle environment is kept, by the cloud's clock. AWS does not say; minutes are what is seen. */
const idleLimitMs = 10 * 60_000;

interface Beginning {
  /** Epoch milliseconds of the cloud's clock, with a fraction. */
  readonly startedAtMs: number;
  /** Of an environment that this invocation made. */
  readonly initDurationMs?: number;
}

/** Processes that run functions: made when needed, used again while warm, ended when idle or with the cloud. */
export class FunctionPool {
  readonly concurrency = new ConcurrencyCount();
  private readonly environments = new Map<string, Set<ExecutionEnvironment>>();
  private readonly gate: StartGate;
  private readonly runtimes = runtimesDirectory();
  private machinery: { readonly trees: CodeTrees; readonly watchdog: Watchdog } | undefined;
  private reaper: HostTimer | undefined;
  private isClosed = false;

  constructor(private readonly outside: FacilityEnvironment) {
    this.gate = new StartGate(Math.max(2, availableParallelism()), outside.host);
  }

  /** Runs the function once. The place among its concurrent invocations is the caller's to take first. */
  async invoke(spec: FunctionSpec, request: InvocationRequest, support: EnvironmentSupport): Promise<InvocationOutcome> {
    const key = keyOf(spec);
    const startedAtMs = this.outside.clock.preciseMs();
    const warm = this.takeWarm(key, spec);
    if (warm) return this.run(warm, request, { startedAtMs });
    const { environment, failure } = await this.gate.pass(() => this.create(key, spec, support));
    const beginning = { startedAtMs, initDurationMs: this.outside.host.nowMs() - environment.startedAtMs };
    if (!failure) return this.run(environment, request, beginning);
    environment.log.platform(startLine(spec, request.requestId, this.outside.clock.nowMs()));
    return this.complete(environment, request, failure, 0, beginning);
  }

  /** Ends the idle environments of a function and lets the busy ones finish; the next invocation begins afresh. */
  retire(functionArn: string): void {
    for (const [key, environments] of this.environments) {
      for (const environment of environments) {
        if (environment.spec.functionArn !== functionArn) continue;
        environments.delete(environment);
        if (environment.isReady) void environment.dispose();
        else this.retired.add(environment);
      }
      if (environments.size === 0) this.environments.delete(key);
    }
  }

  /** Busy environments that serve nobody after their invocation. */
  private readonly retired = new Set<ExecutionEnvironment>();

  async dispose(): Promise<void> {
    this.isClosed = true;
    this.reaper?.cancel();
    const all = [...this.retired, ...[...this.environments.values()].flatMap((set) => [...set])];
    await Promise.all(all.map((environment) => environment.dispose()));
    await this.machinery?.watchdog.close();
  }

  private takeWarm(key: string, spec: FunctionSpec): ExecutionEnvironment | undefined {
    const now = this.outside.clock.nowMs();
    const environments = this.environments.get(key);
    if (!environments) return undefined;
    let chosen: ExecutionEnvironment | undefined;
    for (const environment of environments) {
      if (!environment.isReady) continue;
      if (now - environment.idleSinceMs > idleLimitMs || now + spec.timeoutMs > environment.usableUntilMs) this.discard(key, environment);
      else if (!chosen || environment.idleSinceMs > chosen.idleSinceMs) chosen = environment;
    }
    return chosen;
  }

  private async create(key: string, spec: FunctionSpec, support: EnvironmentSupport): Promise<{ environment: ExecutionEnvironment; failure: Ending | undefined }> {
    const [credentials, endpoint] = await Promise.all([support.credentials(), this.outside.endpoint()]);
    if (this.isClosed) throw new Error('The cloud is closed');
    const { trees, watchdog } = this.start();
    const tree = await trees.tree(spec, (hash) => support.blob(hash));
    if (this.isClosed) throw new Error('The cloud is closed');
    const tools: EnvironmentTools = {
      host: this.outside.host,
      watchdog,
      clock: () => ({ realMs: this.outside.host.nowMs(), cloudMs: this.outside.clock.preciseMs() }),
      onDeath: (environment) => this.forget(key, environment),
    };
    const environment = new ExecutionEnvironment(spec, support.logStreamName(), credentials.expiresAtMs, tools);
    this.add(key, environment);
    await environment.api.listen();
    if (!isDirectory(tree.taskRoot)) {
      return { environment, failure: await environment.launch({ errorType: 'Runtime.InvalidEntrypoint', reason: `No directory ${tree.taskRoot}` }, '/', {}) };
    }
    const variables = environmentVariables({
      spec,
      tree,
      root: trees.root,
      runtimesDirectory: this.runtimes,
      credentials,
      runtimeApi: environment.api.address,
      endpoint,
      logStream: environment.logStream,
      path: this.outside.host.environment('PATH') ?? '/usr/local/bin:/usr/bin:/bin',
      shiftsClock: this.outside.clock.kind !== 'real',
    });
    const failure = await environment.launch(commandFor(spec, tree, this.runtimes), tree.taskRoot, variables);
    return { environment, failure };
  }

  private async run(environment: ExecutionEnvironment, request: InvocationRequest, beginning: Beginning): Promise<InvocationOutcome> {
    const { spec } = environment;
    const now = this.outside.clock.nowMs();
    environment.log.synchronize();
    environment.log.platform(startLine(spec, request.requestId, now));
    const ending = await environment.run({ requestId: request.requestId, payload: request.payload, headers: this.headers(spec, request, now) });
    // Ended by this pool and not by itself: nobody may take it for a failure of the function.
    if (this.isClosed) throw new Error('The cloud is closed');
    environment.idleSinceMs = this.outside.clock.nowMs();
    if (this.retired.delete(environment)) void environment.dispose();
    else this.armReaper();
    return this.complete(environment, request, ending, environment.lastDurationMs, beginning);
  }

  private headers(spec: FunctionSpec, request: InvocationRequest, now: number): Record<string, string> {
    const headers: Record<string, string> = {
      'Lambda-Runtime-Deadline-Ms': String(Math.round(this.outside.host.nowMs() + spec.timeoutMs)),
      'Lambda-Runtime-Invoked-Function-Arn': request.invokedArn,
      'Lambda-Runtime-Trace-Id': request.traceHeader,
      'Terrella-Remaining-Ms': String(spec.timeoutMs),
    };
    if (this.outside.clock.kind !== 'real') headers['Terrella-Cloud-Time-Ms'] = String(now);
    if (request.clientContext !== undefined) headers['Lambda-Runtime-Client-Context'] = headerText(request.clientContext);
    return headers;
  }

  private complete(environment: ExecutionEnvironment, request: InvocationRequest, ending: Ending, durationMs: number, beginning: Beginning): InvocationOutcome {
    const { spec, log, logStream } = environment;
    const { startedAtMs, initDurationMs } = beginning;
    const now = this.outside.clock.nowMs();
    const worded = wordEnding(ending, request.requestId, spec.timeoutMs, now);
    return completeOutcome(spec, request.requestId, worded, log, now, {
      startedAtMs,
      endedAtMs: this.outside.clock.preciseMs(),
      coldStart: initDurationMs !== undefined,
      durationMs: ending.kind === 'timeout' ? spec.timeoutMs : durationMs,
      initDurationMs,
      maxMemoryMb: Math.ceil(environment.maxMemoryBytes / 1024 / 1024),
      logStream,
    });
  }

  private start(): { readonly trees: CodeTrees; readonly watchdog: Watchdog } {
    if (!this.machinery) {
      const root = mkdtempSync(join(this.outside.host.temporaryDirectory(), 'terrella-functions-'));
      this.machinery = { trees: new CodeTrees(root), watchdog: new Watchdog(root) };
    }
    return this.machinery;
  }

  private add(key: string, environment: ExecutionEnvironment): void {
    let environments = this.environments.get(key);
    if (!environments) this.environments.set(key, (environments = new Set()));
    environments.add(environment);
  }

  private forget(key: string, environment: ExecutionEnvironment): void {
    this.retired.delete(environment);
    const environments = this.environments.get(key);
    environments?.delete(environment);
    if (environments?.size === 0) this.environments.delete(key);
  }

  private discard(key: string, environment: ExecutionEnvironment): void {
    this.forget(key, environment);
    void environment.dispose();
  }

  /** One timer for the environment that has been idle longest; none on a clock that stands still. */
  private armReaper(): void {
    if (this.reaper || this.isClosed) return;
    const delayMs = this.outside.clock.realDelayMs(this.outside.clock.nowMs() + idleLimitMs);
    if (delayMs === undefined) return;
    this.reaper = this.outside.host.timer(delayMs + 1, () => this.reap());
  }

  private reap(): void {
    this.reaper = undefined;
    const now = this.outside.clock.nowMs();
    let isAnyLeft = false;
    for (const [key, environments] of this.environments) {
      for (const environment of environments) {
        if (environment.isReady && now - environment.idleSinceMs >= idleLimitMs) this.discard(key, environment);
        else isAnyLeft = true;
      }
    }
    if (isAnyLeft) this.armReaper();
  }
}

const isDirectory = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** A code directory that has changed needs other environments. */
const keyOf = (spec: FunctionSpec): string =>
  spec.code.kind === 'directory' && isDirectory(spec.code.path) ? `${spec.key} ${directoryState(spec.code.path)}` : spec.key;

/** Headers carry no line breaks and no characters beyond Latin-1; JSON can say both otherwise. */
const headerText = (json: string): string =>
  json.replace(/[\r\n]+/g, ' ').replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

export const functionPool = defineFacility<FunctionPool>({
  name: 'compute.functionPool',
  start: (outside) => new FunctionPool(outside),
  dispose: (pool) => pool.dispose(),
});
