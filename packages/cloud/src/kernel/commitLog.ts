import { closeSync, existsSync, fsync, fsyncSync, openSync, readFileSync, readdirSync, renameSync, rmSync, write, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DataDirectoryError, numbered } from './dataFiles.js';
import type { Host } from './host.js';
import type { JournalRecord } from './journal.js';
import { Journal } from './journalLog.js';
import type { Durability } from './kernel.js';
import { LogFile } from './logFile.js';
import { decodeFrames, encodeFrame, holdsFrame } from './logFrame.js';
import { Store } from './store.js';
import type { Change, ChangeSink } from './store.js';

const writeAsync = promisify(write);
const syncAsync = promisify(fsync);

/** A log is compacted when it has outgrown this and its snapshot: rarely enough that the work stays a fraction of the writes. */
const compactBytes = 256 * 1024 * 1024;
const snapshotBatch = 500;

/** One group of commits: what changed, and the journal records that go with it. */
interface Group {
  readonly changes: readonly Change[];
  readonly records: readonly object[];
}

const fileName = (kind: string, number: number): string => `${kind}-${String(number).padStart(6, '0')}`;

/**
 * Append-only log with group commit: while one group is being written and synced, the next one collects. A commit is
 * acknowledged when its group is on disk. Compaction writes a copy-on-write clone of the store while work goes on.
 */
export class CommitLog implements ChangeSink, Durability {
  private file: LogFile | undefined;
  private number = 0;
  private snapshotBytes = 0;
  private changes: Change[] = [];
  private records: object[] = [];
  private flushing: Promise<void> | undefined;
  private next: Promise<void> | undefined;
  private compacting: Promise<void> | undefined;
  /** Of the file before. */
  private closing: Promise<void> = Promise.resolve();
  private store = new Store();
  private journalLog = new Journal();
  private broken: Error | undefined;

  constructor(
    private readonly directory: string,
    private readonly host: Host,
  ) {}

  /** Reads the newest snapshot and the logs since into an empty store and journal. */
  open(store: Store, journal: Journal): void {
    this.store = store;
    this.journalLog = journal;
    const snapshot = numbered(this.directory, 'snapshot').at(-1) ?? 0;
    if (snapshot > 0) this.load(fileName('snapshot', snapshot), store, journal, false);
    const logs = numbered(this.directory, 'log').filter((number) => number >= snapshot);
    let wholeBytes = 0;
    for (const number of logs) wholeBytes = this.load(fileName('log', number), store, journal, number === logs.at(-1));
    this.number = logs.at(-1) ?? Math.max(1, snapshot);
    this.file = LogFile.open(this.path('log', this.number), wholeBytes);
    this.removeBefore(snapshot);
    // A compaction that was cut short leaves its half behind.
    for (const name of readdirSync(this.directory)) if (/^snapshot-\d+\.new$/.test(name)) rmSync(join(this.directory, name));
    this.syncDirectory();
  }

  append(changes: readonly Change[]): void {
    for (const change of changes) this.changes.push(change);
    this.begin();
  }

  journal(record: object): void {
    this.records.push(record);
    this.begin();
  }

  flushed(): Promise<void> {
    if (this.broken) return Promise.reject(this.broken);
    if (this.changes.length === 0 && this.records.length === 0) return this.flushing ?? Promise.resolve();
    return this.begin();
  }

  /** Forgets everything; from here on the given empty store is what is logged. */
  restart(store: Store, journal: Journal): void {
    this.changes = [];
    this.records = [];
    this.store = store;
    this.journalLog = journal;
    // First the snapshot: from the instant it is there, the logs before it (and a group half written to one) do not count.
    this.writeSnapshot(store, journal, this.number + 1);
    this.rotate();
    this.removeBefore(this.number);
  }

  async close(): Promise<void> {
    while (this.next ?? this.flushing ?? this.compacting) await (this.next ?? this.flushing ?? this.compacting)?.catch(() => undefined);
    // What commits from here on must not reach a file that is closed, nor be acknowledged.
    this.broken ??= new DataDirectoryError(`${this.directory} is closed`);
    await this.closing;
    await this.file?.close();
  }

  /** The promise of the group that is collecting now. */
  private begin(): Promise<void> {
    this.next ??= (async () => {
      // One turn of the event loop lets the commits of one batch of sockets share a sync.
      await (this.flushing?.catch(() => undefined) ?? new Promise<void>((resolve) => this.host.soon(resolve)));
      this.next = undefined;
      const group: Group = { changes: this.changes, records: this.records };
      this.changes = [];
      this.records = [];
      this.flushing = this.write(group);
      try {
        await this.flushing;
      } finally {
        this.flushing = undefined;
      }
    })();
    this.next.catch(() => undefined);
    return this.next;
  }

  private async write(group: Group): Promise<void> {
    if (this.broken) throw this.broken;
    const file = this.file!;
    try {
      await file.append(encodeFrame(group));
      if (file.bytes > Math.max(compactBytes, this.snapshotBytes) && file === this.file && !this.compacting) this.compact();
    } catch (error) {
      // What could not be written must never be acknowledged, nor anything after it.
      this.broken = new DataDirectoryError(`Cannot write to ${this.directory}: ${(error as Error).message}`);
      throw this.broken;
    }
  }

  private compact(): void {
    // Commits that have not been written yet are in the store already: the new log repeats them, which is harmless.
    const clone = this.store.clone();
    const journal = this.journalLog.fork();
    this.rotate();
    const { number } = this;
    this.compacting = this.writeSnapshotSlowly(clone, journal, number)
      .then(() => this.removeBefore(number))
      .catch((error: Error) => void (this.broken ??= error))
      .finally(() => (this.compacting = undefined));
  }

  private rotate(): void {
    const old = this.file!;
    this.file = LogFile.open(this.path('log', this.number + 1), 0);
    this.number++;
    // A group may be on its way to the old file.
    this.closing = (this.flushing ?? Promise.resolve()).catch(() => undefined).then(() => old.close());
    this.syncDirectory();
  }

  private *snapshotFrames(store: Store, journal: Journal): IterableIterator<Buffer> {
    let records: JournalRecord[] = [];
    for (const record of journal.records()) {
      records.push(record);
      if (records.length < snapshotBatch) continue;
      yield encodeFrame({ changes: [], records });
      records = [];
    }
    yield encodeFrame({ changes: [], records });
    for (const [name, tree] of store.entries()) {
      let changes: Change[] = [];
      for (const [key, record] of tree.range()) {
        changes.push([name, key, record]);
        if (changes.length < snapshotBatch) continue;
        yield encodeFrame({ changes, records: [] });
        changes = [];
      }
      if (changes.length > 0) yield encodeFrame({ changes, records: [] });
    }
  }

  private writeSnapshot(store: Store, journal: Journal, number: number): void {
    const path = this.path('snapshot', number);
    const file = openSync(`${path}.new`, 'w');
    for (const frame of this.snapshotFrames(store, journal)) writeSync(file, frame);
    this.finishSnapshot(file, path);
  }

  private async writeSnapshotSlowly(store: Store, journal: Journal, number: number): Promise<void> {
    const path = this.path('snapshot', number);
    const file = openSync(`${path}.new`, 'w');
    this.snapshotBytes = 0;
    for (const frame of this.snapshotFrames(store, journal)) {
      this.snapshotBytes += frame.length;
      for (let written = 0; written < frame.length; ) written += (await writeAsync(file, frame, written, frame.length - written, null)).bytesWritten;
    }
    // Off this thread: a large file takes a second to reach the disk.
    await syncAsync(file);
    this.finishSnapshot(file, path);
  }

  private finishSnapshot(file: number, path: string): void {
    fsyncSync(file);
    closeSync(file);
    renameSync(`${path}.new`, path);
    this.syncDirectory();
  }

  private removeBefore(number: number): void {
    for (const kind of ['snapshot', 'log']) {
      for (const old of numbered(this.directory, kind)) if (old < number) rmSync(this.path(kind, old));
    }
  }

  /**
   * Applies a file's frames; returns where they end. Only the last log may end in the middle of one: that group was never
   * acknowledged. One that another follows was.
   */
  private load(name: string, store: Store, journal: Journal, mayBeTorn: boolean): number {
    const path = join(this.directory, name);
    const bytes = readFileSync(path);
    const whole = decodeFrames(bytes, (value) => {
      const { changes, records } = value as Group;
      for (const change of changes) store.replay(change);
      // A log repeats what waited to be written when its snapshot was taken.
      for (const record of records as JournalRecord[]) if (!journal.holds(record)) journal.restore(record);
    });
    // Written ahead and never reached: the lab was killed.
    const untouched = bytes.subarray(whole).every((byte) => byte === 0);
    if (!untouched && (!mayBeTorn || holdsFrame(bytes, whole + 1))) throw new DataDirectoryError(`${path} is damaged at byte ${whole}: restore it from a copy, or start with an empty directory`);
    return whole;
  }

  private path(kind: string, number: number): string {
    return join(this.directory, fileName(kind, number));
  }

  private syncDirectory(): void {
    if (!existsSync(this.directory)) return;
    const directory = openSync(this.directory, 'r');
    fsyncSync(directory);
    closeSync(directory);
  }
}
