import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
  /** Empties the directory's log and gives a new store and journal that are written to it. */
  restart(): { store: Store; journal: Journal };
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
  mkdirSync(directory, { recursive: true });
  const unlock = lock(directory);
  try {
    const journal = new Journal();
    const log = new CommitLog(directory, host);
    const first = new Store();
    log.open(first, journal);
    first.sink = log;
    return {
      store: first,
      journal,
      blobs: new FileBlobs(join(directory, 'blobs')),
      kernelDurability: log,
      restart() {
        const fresh = { store: new Store(), journal: new Journal() };
        log.restart(fresh.store, fresh.journal);
        fresh.store.sink = log;
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

function lock(directory: string): () => void {
  const path = join(directory, 'lock');
  for (let tries = 0; ; tries++) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw new DataDirectoryError(`Cannot write to ${directory}: ${(error as Error).message}`);
      const owner = Number(readFileSync(path, 'utf8'));
      if (isAlive(owner) || tries > 3) throw new DataDirectoryError(`${directory} is in use by process ${owner}: stop it, or choose another directory`);
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
