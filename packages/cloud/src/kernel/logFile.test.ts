import { mkdtempSync, rmSync } from 'node:fs';
import type * as NodeFs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { LogFile } from './logFile.js';

const disk = vi.hoisted(() => ({ fullFrom: Infinity, refused: 0 }));

/** A disk with an end. */
vi.mock('node:fs', async (original) => {
  const { promisify } = await import('node:util');
  const fs = await original<typeof NodeFs>();
  const real = promisify(fs.write) as (...args: unknown[]) => Promise<unknown>;
  const custom = async (...args: [file: number, bytes: Buffer, from: number, length: number, position: number]): Promise<unknown> => {
    if (args[4] + args[3] <= disk.fullFrom) return real(...args);
    disk.refused++;
    throw new Error('no space left');
  };
  const write = Object.assign(() => undefined, { [promisify.custom]: custom });
  return { ...fs, write };
});

it('tells a full disk to the append that needs the room, and to nobody else', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'terrella-'));
  const unhandled = vi.fn();
  process.on('unhandledRejection', unhandled);
  try {
    const megabyte = 1024 * 1024;
    disk.fullFrom = 8 * megabyte;
    const log = LogFile.open(join(directory, 'log'), 0);
    await log.append(Buffer.alloc(5 * megabyte, 1));
    // Room for it is there, though writing ahead has failed.
    await vi.waitUntil(() => disk.refused > 0);
    await log.append(Buffer.alloc(2 * megabyte, 2));
    expect(unhandled).not.toHaveBeenCalled();
    await expect(log.append(Buffer.alloc(4 * megabyte, 3))).rejects.toThrow('no space left');
    await log.close();
    expect(log.bytes).toBe(7 * megabyte);
  } finally {
    process.off('unhandledRejection', unhandled);
    rmSync(directory, { recursive: true });
  }
});
