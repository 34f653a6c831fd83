import type { Clock } from './clock.js';
import { collection, key, keyParts } from './collection.js';
import { CowTree } from './cowTree.js';
import type { Host, HostTimer } from './host.js';
import type { Cause, Scope } from './identity.js';
import type { TimerKey } from './service.js';
import type { Store } from './store.js';

/** A task that waits for its instant. */
export interface TimerRecord {
  readonly service: string;
  readonly task: string;
  readonly payload: unknown;
  readonly scope: Scope;
  readonly cause: Cause | undefined;
}

/** Waiting tasks by (due, sequence). */
export const timers = collection<TimerRecord>('kernel.timers', 'global');
/** Tasks whose flow is under way: back among the timers after a crash or in a fork. */
export const runningTasks = collection<TimerRecord>('kernel.runningTasks', 'global');

const starts = collection<number>('kernel.starts', 'global');
const nowhere: Scope = { account: '', region: '' };
const tasksInOneTurn = 200;
const sequencesInOneStart = 1_000_000_000;

/**
 * Runs what is due, in order of (due, sequence), and arms one timer for the next. Tasks live in the store; wakes of parked
 * flows live here, because their callers do not survive a restart either.
 */
export class Scheduler {
  private readonly wakes = new CowTree<() => void>();
  private sequence = 0;
  private armed: { atMs: number; timer: HostTimer } | undefined;
  private pumpPending = false;
  private closed = false;

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly host: Host,
    private readonly run: (timer: TimerKey, record: TimerRecord) => void,
    private readonly onQuiet: () => void,
  ) {}

  /** Takes over what the store holds: tasks that were under way when the last process died run again. */
  open(): void {
    this.store.begin();
    const count = (this.store.table(starts, nowhere).get('count') ?? 0) + 1;
    this.store.table(starts, nowhere).put('count', count);
    this.sequence = count * sequencesInOneStart;
    const running = this.store.table(runningTasks, nowhere);
    for (const [timer, record] of running.range()) {
      running.delete(timer);
      this.store.table(timers, nowhere).put(timer, record);
    }
    this.store.commit();
    this.arm();
  }

  /** Inside a transaction. */
  add(atMs: number, record: TimerRecord): TimerKey {
    const timer = key(Math.max(0, Math.ceil(atMs)), this.sequence++);
    this.store.table(timers, nowhere).put(timer, record);
    return timer;
  }

  /** Inside a transaction. */
  cancel(timer: TimerKey): boolean {
    return this.store.table(timers, nowhere).delete(timer);
  }

  /** Calls back at that instant unless the returned function is called first. */
  wake(atMs: number, callback: () => void): () => void {
    const timer = key(Math.max(0, Math.ceil(atMs)), this.sequence++);
    this.wakes.set(timer, callback);
    this.arm();
    return () => void this.wakes.delete(timer);
  }

  /** When something is next due, epoch milliseconds. */
  nextDueMs(): number | undefined {
    // What is closed runs nothing any more: nobody may wait for it.
    const timer = this.closed ? undefined : this.firstKey();
    return timer === undefined ? undefined : dueOf(timer);
  }

  hasDue(): boolean {
    const next = this.nextDueMs();
    return next !== undefined && next <= this.clock.nowMs();
  }

  /** Looks at the head and arms the one timer for it, or runs it soon when it is due. */
  arm(): void {
    if (this.closed || this.pumpPending) return;
    const next = this.nextDueMs();
    if (next === undefined) return this.disarm();
    if (next <= this.clock.nowMs()) return this.pumpSoon();
    if (this.armed && this.armed.atMs === next) return;
    this.disarm();
    const delayMs = this.clock.realDelayMs(next);
    if (delayMs === undefined) return;
    this.armed = { atMs: next, timer: this.host.timer(delayMs, () => this.fired()) };
  }

  close(): void {
    this.closed = true;
    this.disarm();
    this.onQuiet();
  }

  private disarm(): void {
    this.armed?.timer.cancel();
    this.armed = undefined;
  }

  private fired(): void {
    this.armed = undefined;
    this.arm();
  }

  private pumpSoon(): void {
    this.pumpPending = true;
    this.disarm();
    this.host.soon(() => {
      this.pumpPending = false;
      if (!this.closed) this.pump();
    });
  }

  private pump(): void {
    for (let ran = 0; ran < tasksInOneTurn; ran++) {
      const timer = this.firstKey();
      if (timer === undefined || dueOf(timer) > this.clock.nowMs()) break;
      const callback = this.wakes.delete(timer);
      if (callback) {
        callback();
        continue;
      }
      this.run(timer, this.store.table(timers, nowhere).get(timer)!);
      if (this.closed) return;
    }
    this.arm();
    if (!this.pumpPending) this.onQuiet();
  }

  private firstKey(): string | undefined {
    const task = first(this.store.table(timers, nowhere).range({ limit: 1 }));
    const wake = this.wakes.size === 0 ? undefined : first(this.wakes.range({ limit: 1 }));
    if (task === undefined || wake === undefined) return task ?? wake;
    return task < wake ? task : wake;
  }
}

const first = (entries: IterableIterator<readonly [string, unknown]>): string | undefined => {
  for (const [timer] of entries) return timer;
  return undefined;
};

const dueOf = (timer: TimerKey): number => Number(keyParts(timer)[0]);
