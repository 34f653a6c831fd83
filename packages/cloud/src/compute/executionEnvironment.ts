import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Host, HostTimer } from '../kernel/host.js';
import type { Ending } from './endings.js';
import type { FunctionSpec } from './functionSpec.js';
import { begin, killGroup, peakBytes, unreclaimableBytes } from './functionProcess.js';
import type { Command } from './functionProcess.js';
import { LogBuffer } from './logBuffer.js';
import type { ClockPair } from './logBuffer.js';
import { FrameReader, LineReader } from './logFrames.js';
import { RuntimeApi } from './runtimeApi.js';
import type { RuntimeInvocation } from './runtimeApi.js';
import { runtimeFamily } from './runtimes.js';
import type { Watchdog } from './watchdog.js';

const megabyte = 1024 * 1024;
/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib */
const initLimitMs = 10_000;
const memoryCheckMs = 250;
/** How long a runtime may take to ask for the next invocation after its answer before it is thought not to. */
const afterglowMs = 100;

export interface EnvironmentTools {
  readonly host: Host;
  readonly watchdog: Watchdog;
  readonly clock: () => ClockPair;
  onDeath(environment: ExecutionEnvironment): void;
}

/** One sandbox: a process, its runtime API and its log. It serves one invocation at a time. */
export class ExecutionEnvironment {
  readonly api: RuntimeApi;
  readonly log: LogBuffer;
  readonly startedAtMs: number;
  maxMemoryBytes = 0;
  idleSinceMs = 0;
  isDead = false;
  /** Of the last invocation, until its answer. */
  lastDurationMs = 0;
  private process: ChildProcess | undefined;
  private isWaiting = false;
  private hasBegun = false;
  private reachedEnd: string | undefined;
  private settle: ((ending: Ending | 'ready') => void) | undefined;
  private readonly changes = new Set<() => void>();
  private readonly lines: LineReader[] = [];
  private exited: Promise<void> = Promise.resolve();

  constructor(
    readonly spec: FunctionSpec,
    readonly logStream: string,
    readonly usableUntilMs: number,
    private readonly tools: EnvironmentTools,
  ) {
    this.startedAtMs = tools.host.nowMs();
    this.log = new LogBuffer(tools.clock);
    this.api = new RuntimeApi({
      onNext: () => this.onNext(),
      onEnding: (ending, memoryBytes) => {
        this.remember(memoryBytes);
        this.settle?.(ending);
      },
      onInitError: (payload, errorType) => this.settle?.({ kind: 'reported', payload, errorType }),
    });
  }

  get isReady(): boolean {
    return this.isWaiting && !this.isDead;
  }

  /** Begins the process. Resolves when its runtime asks for an invocation, or with how it failed. */
  async launch(command: Command, directory: string, variables: Record<string, string>): Promise<Ending | undefined> {
    if ('reason' in command) return this.unstartable(command.errorType, command.reason);
    if (this.isDead) return this.unstartable('Runtime.Unknown', 'The environment was disposed of while it began');
    const child = begin(command, directory, variables);
    if (child.pid === undefined) return this.unstartable('Runtime.InvalidEntrypoint', await startFailure(child, command.file));
    this.adopt(child);
    const ending = await this.awaitEnding(initLimitMs + this.spec.timeoutMs);
    if (ending === 'ready') return undefined;
    await this.dispose();
    await this.drain();
    return ending;
  }

  /** Runs one invocation in an environment that is ready. */
  async run(invocation: RuntimeInvocation): Promise<Ending> {
    const startedAtMs = this.tools.host.nowMs();
    this.isWaiting = false;
    this.reachedEnd = undefined;
    const ended = this.awaitEnding(this.spec.timeoutMs);
    this.api.deliver(invocation);
    let ending = (await ended) as Ending;
    this.lastDurationMs = this.tools.host.nowMs() - startedAtMs;
    if (ending.kind === 'response' || ending.kind === 'reported' || ending.kind === 'tooLarge') await this.afterglow(invocation.requestId);
    if (ending.kind === 'response' && this.maxMemoryBytes > this.limitBytes && this.exceedsMemory()) ending = { kind: 'outOfMemory' };
    if (ending.kind === 'timeout' || ending.kind === 'outOfMemory') await this.dispose();
    if (this.isDead) await this.drain();
    for (const lines of this.lines) lines.flush();
    return ending;
  }

  /** Ends the process and everything it began. */
  async dispose(): Promise<void> {
    this.die();
    if (this.process?.pid !== undefined) killGroup(this.process.pid);
    await this.exited;
  }

  private unstartable(errorType: string, reason: string): Ending {
    this.die();
    return { kind: 'unstartable', errorType, reason };
  }

  private adopt(child: ChildProcess): void {
    const pid = child.pid!;
    this.process = child;
    this.tools.watchdog.watch(pid);
    const frames = new FrameReader(
      (entry) => this.log.add(entry),
      (requestId) => {
        this.reachedEnd = requestId;
        this.changed();
      },
    );
    const [, stdout, stderr, log] = child.stdio as Readable[];
    for (const stream of [stdout!, stderr!]) {
      const lines = new LineReader((entry) => this.log.add(entry));
      this.lines.push(lines);
      stream.on('data', (chunk: Buffer) => lines.push(chunk));
    }
    log!.on('data', (chunk: Buffer) => frames.push(chunk));
    for (const stream of child.stdio) stream?.on('error', () => undefined);
    this.exited = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.tools.watchdog.forget(pid);
        killGroup(pid);
        this.die();
        resolve();
        this.settle?.({ kind: 'exit', code, signal });
      });
    });
  }

  /** The runtime's answer, the end of its process, or the end of its time or memory. */
  private awaitEnding(limitMs: number): Promise<Ending | 'ready'> {
    const deadlineMs = this.tools.host.nowMs() + limitMs;
    return new Promise((resolve) => {
      let timer: HostTimer;
      const settle = (ending: Ending | 'ready') => {
        this.settle = undefined;
        timer.cancel();
        resolve(ending);
      };
      const watch = () => {
        const leftMs = deadlineMs - this.tools.host.nowMs();
        if (leftMs <= 0) return settle({ kind: 'timeout' });
        if (this.exceedsMemory()) return settle({ kind: 'outOfMemory' });
        timer = this.tools.host.timer(Math.min(leftMs, memoryCheckMs), watch);
      };
      timer = this.tools.host.timer(Math.min(limitMs, memoryCheckMs), watch);
      this.settle = settle;
    });
  }

  private onNext(): void {
    this.isWaiting = true;
    this.changed();
    // During an invocation a runtime that asks again without an answer waits until its time is over, as on AWS.
    if (this.settle && !this.hasBegun) {
      this.hasBegun = true;
      this.settle('ready');
    }
  }

  /** Waits until the log is complete and the runtime is ready again, or has exited. */
  private async afterglow(requestId: string): Promise<void> {
    const marksEnd = runtimeFamily(this.spec.runtime) !== 'custom';
    const isOver = () => this.isDead || (this.isWaiting && (!marksEnd || this.reachedEnd === requestId));
    // What was written to stdout and stderr before the answer may be read in this same turn of the event loop, after it.
    await this.turn();
    if (isOver()) return;
    await new Promise<void>((resolve) => {
      const finish = () => {
        timer.cancel();
        this.changes.delete(look);
        resolve();
      };
      const look = () => {
        if (isOver()) finish();
      };
      const timer = this.tools.host.timer(afterglowMs, finish);
      this.changes.add(look);
    });
  }

  /** Lets what a dead process wrote arrive. */
  private async drain(): Promise<void> {
    const streams = (this.process?.stdio.slice(1) ?? []) as Readable[];
    const ends = streams.map((stream) => (stream.closed ? undefined : new Promise<void>((resolve) => stream.once('close', () => resolve()))));
    let timer: HostTimer | undefined;
    const limit = new Promise<void>((resolve) => (timer = this.tools.host.timer(afterglowMs, resolve)));
    await Promise.race([Promise.all(ends), limit]);
    timer?.cancel();
  }

  private turn(): Promise<void> {
    return new Promise((resolve) => this.tools.host.soon(resolve));
  }

  private changed(): void {
    for (const look of [...this.changes]) look();
  }

  private die(): void {
    if (this.isDead) return;
    this.isDead = true;
    this.isWaiting = false;
    this.api.close();
    this.tools.onDeath(this);
    this.changed();
  }

  private remember(bytes: number | undefined): void {
    const pid = this.process?.pid;
    const peak = bytes ?? (pid === undefined ? undefined : peakBytes(pid)) ?? 0;
    this.maxMemoryBytes = Math.max(this.maxMemoryBytes, peak);
  }

  private exceedsMemory(): boolean {
    const pid = this.process?.pid;
    if (pid === undefined || this.isDead) return false;
    const bytes = unreclaimableBytes(pid);
    if (bytes === undefined) return this.maxMemoryBytes > this.limitBytes;
    this.maxMemoryBytes = Math.max(this.maxMemoryBytes, bytes);
    return bytes > this.limitBytes;
  }

  private get limitBytes(): number {
    return this.spec.memoryMb * megabyte;
  }
}

function startFailure(child: ChildProcess, file: string): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code === 'ENOENT' ? `Terrella needs ${file} on the PATH to run this function` : `Cannot begin ${file}: ${error.message}`);
    });
  });
}
