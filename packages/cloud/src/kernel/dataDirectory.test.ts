import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collection } from './collection.js';
import { openDataDirectory } from './dataDirectory.js';
import type { DataDirectory } from './dataDirectory.js';
import { realHost } from './host.js';
import { encodeFrame } from './logFrame.js';
import type { Store } from './store.js';

const nowhere = { account: '', region: '' };
const words = collection<string>('test.words', 'global');

function put(store: Store, key: string): void {
  store.begin();
  store.table(words, nowhere).put(key, key);
  store.commit();
}

const keysOf = ({ store }: DataDirectory): string[] => [...store.table(words, nowhere).range()].map(([key]) => key);

describe('a data directory', () => {
  let directory: string;
  const open = () => openDataDirectory(directory, realHost);
  const log = () => join(directory, 'log-000001');

  beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), 'terrella-'))));
  afterEach(() => rmSync(directory, { recursive: true }));

  /** Three groups, each with a sync of its own; returns the log's bytes. */
  async function threeGroups(): Promise<Buffer> {
    const first = await open();
    for (const key of ['a', 'b', 'c']) {
      put(first.store, key);
      await first.kernelDurability.flushed();
    }
    await first.close();
    return readFileSync(log());
  }

  it('cuts a torn last group off', async () => {
    const bytes = await threeGroups();
    writeFileSync(log(), bytes.subarray(0, bytes.length - 3));
    const data = await open();
    expect(keysOf(data)).toEqual(['a', 'b']);
    await data.close();
  });

  it.each([
    ['payload', 12],
    ['length', 0],
  ])('refuses a damaged %s that acknowledged groups follow, and keeps them', async (_part, offset) => {
    const bytes = await threeGroups();
    const at = bytes.length / 3 + offset;
    bytes[at] = bytes[at]! ^ 0xff;
    writeFileSync(log(), bytes);
    await expect(open()).rejects.toThrow(`log-000001 is damaged at byte ${bytes.length / 3}`);
    expect(readFileSync(log())).toEqual(bytes);
  });

  it('does not write what the kernel before a restart still does', async () => {
    const data = await open();
    put(data.store, 'before');
    const { store, durability } = data.restart();
    put(data.store, 'ghost');
    data.kernelDurability.journal({ sequence: 1, operation: 'Ghost' });
    put(store, 'after');
    await durability.flushed();
    await data.close();
    const again = await open();
    expect(keysOf(again)).toEqual(['after']);
    expect([...again.journal.records()]).toEqual([]);
    await again.close();
  });

  it('acknowledges nothing once it is closed', async () => {
    const data = await open();
    await data.close();
    put(data.store, 'late');
    await expect(data.kernelDurability.flushed()).rejects.toThrow('is closed');
    await data.close();
  });

  it('gives each journal record once, though a log repeats what its snapshot holds', async () => {
    const record = { sequence: 1, operation: 'Once' };
    writeFileSync(join(directory, 'snapshot-000002'), encodeFrame({ changes: [], records: [record] }));
    writeFileSync(join(directory, 'log-000002'), encodeFrame({ changes: [], records: [record, { ...record, sequence: 2 }] }));
    const data = await open();
    expect([...data.journal.records()].map(({ sequence }) => sequence)).toEqual([1, 2]);
    await data.close();
  });

  it('removes the half of a snapshot that a crash left', async () => {
    writeFileSync(join(directory, 'snapshot-000004.new'), 'half');
    await (await open()).close();
    expect(readdirSync(directory)).not.toContain('snapshot-000004.new');
  });

  it('takes over the lock of an earlier process that had the same id, as in a container', async () => {
    writeFileSync(join(directory, 'lock'), String(process.pid));
    const data = await open();
    await expect(open()).rejects.toThrow(/in use by process/);
    await data.close();
    expect(existsSync(join(directory, 'lock'))).toBe(false);
  });
});
