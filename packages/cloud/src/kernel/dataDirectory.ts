import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { FileBlobs } from './blobs.js';
import { CommitLog } from './commitLog.js';
import { DataDirectoryError } from './dataFiles.js';
import type { Host } from './host.js';
import { Journal } from './journalLog.js';
import type { Durability } from './kernel.js';
import { Store } from './store.js';

/** A store that was opened from disk and goes on being written there. */
export interface DataDirectory {
  readonly store: Store;
  readonly journal: Journal;
  readonly blobs: FileBlobs;
  readonly kernelDurability: Durability;
  /**
   * Empties the directory's log and gives a new store and journal that are written to it. What the old ones' kernel still
   * does is written no more.
   */
  restart(): { store: Store; journal: Journal; durability: Durability };
  /** Resolves when everything is on disk and the directory is free for another process. */
  close(): Promise<void>;
}

/**
 * Opens (or makes) a data directory:
 *
 *     lock             process id of its owner
 *     snapshot-000007  every record as of the beginning of log-000007
 *     log-000007       committed changes since
 *     blobs/ab/…       bodies by SHA-256
 *
 * Throws DataDirectoryError where another process has it, or where a file other than the last log is damaged.
 */
export async function openDataDirectory(directory: string, host: Host): Promise<DataDirectory> {
  try {
    makeDirectory(resolve(directory));
  } catch (error) {
    throw new DataDirectoryError(`Cannot make ${directory}: ${(error as Error).message}`);
  }
  const unlock = lock(directory);
  try {
    const journal = new Journal();
    const log = new CommitLog(directory, host);
    const first = new Store();
    log.open(first, journal);
    first.sink = log;
    let current = { store: first, durability: new Logged(log) };
    return {
      store: first,
      journal,
      blobs: new FileBlobs(join(directory, 'blobs')),
      kernelDurability: current.durability,
      restart() {
        const fresh = { store: new Store(), journal: new Journal(), durability: new Logged(log) };
        current.store.sink = undefined;
        current.durability.ended = true;
        log.restart(fresh.store, fresh.journal);
        fresh.store.sink = log;
        current = fresh;
        return fresh;
      },
      async close() {
        await log.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** Not `recursive`: where the system refuses a name, as below /proc, that never returns in Node.js 20. */
function makeDirectory(path: string): void {
  if (existsSync(path)) return;
  makeDirectory(dirname(path));
  mkdirSync(path);
}

/** The log as one kernel writes it, until another takes over. */
class Logged implements Durability {
  ended = false;

  constructor(private readonly log: CommitLog) {}

  flushed(): Promise<void> {
    return this.log.flushed();
  }

  journal(record: object): void {
    if (!this.ended) this.log.journal(record);
  }
}

/** Locks of this process: one with its id that is not among them was left by an earlier process of the same id. */
const held = new Set<string>();

function lock(directory: string): () => void {
  const path = join(realpathSync(directory), 'lock');
  for (let tries = 0; ; tries++) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      held.add(path);
      return () => {
        if (held.delete(path)) rmSync(path, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw new DataDirectoryError(`Cannot write to ${directory}: ${(error as Error).message}`);
      const owner = Number(readFileSync(path, 'utf8'));
      const alive = owner === process.pid ? held.has(path) : isAlive(owner);
      if (alive || tries > 3) throw new DataDirectoryError(`${directory} is in use by process ${owner}: stop it, or choose another directory (or remove ${path} if that is no lab)`);
      rmSync(path, { force: true });
    }
  }
}

function isAlive(processId: number): boolean {
  if (!Number.isInteger(processId) || processId <= 0) return false;
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
