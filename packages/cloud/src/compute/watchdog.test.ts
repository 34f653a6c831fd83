import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Watchdog } from './watchdog.js';

const sleeper = () => {
  const child = spawn('/bin/sh', ['-c', 'sleep 600 & sleep 600'], { detached: true, stdio: 'ignore' });
  return { pid: child.pid!, exited: new Promise<string | null>((resolve) => child.once('exit', (_, signal) => resolve(signal))) };
};

it('kills the process groups still named and removes its directory when its input ends', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'terrella-watchdog-'));
  const watchdog = new Watchdog(directory);
  const [watched, forgotten] = [sleeper(), sleeper()];
  for (const { pid } of [forgotten, watched]) watchdog.watch(pid);
  watchdog.forget(forgotten.pid);
  await watchdog.close();
  expect(await watched.exited).toBe('SIGKILL');
  expect(existsSync(directory)).toBe(false);
  expect(process.kill(-forgotten.pid, 0)).toBe(true);
  process.kill(-forgotten.pid, 'SIGKILL');
  await forgotten.exited;
});
