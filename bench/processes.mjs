import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const terrella = here('../packages/cli/bin/terrella.mjs');

/** Starts a process and waits for its first line on stdout. */
function started(command, args) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`${command} ended with ${code}`)));
    child.stdout.once('data', (chunk) => resolve({ child, line: chunk.toString().split('\n')[0] }));
  });
}

const stopper = (child) => () =>
  new Promise((resolve) => {
    child.removeAllListeners('exit');
    child.on('exit', resolve);
    child.kill('SIGTERM');
  });

/** A lab in a process of its own. */
export async function startLab(...args) {
  const { child, line } = await started(terrella, ['start', '--port', '0', '--json', ...args]);
  const { endpoint } = JSON.parse(line);
  return { pid: child.pid, endpoint, port: Number(new URL(endpoint).port), stop: stopper(child) };
}

/** The bare server that answers this body. */
export async function startBare(body) {
  const file = join(mkdtempSync(join(tmpdir(), 'terrella-bench-')), 'body');
  writeFileSync(file, body);
  const { child, line } = await started(process.execPath, [here('bareServer.mjs'), file]);
  return { port: JSON.parse(line).port, stop: stopper(child) };
}

/** The peer, where it is installed; else undefined. */
export async function startMoto() {
  if (spawnSync('moto_server', ['--help'], { stdio: 'ignore' }).status !== 0) return undefined;
  const port = 25_000 + (process.pid % 10_000);
  const child = spawn('moto_server', ['-p', String(port)], { stdio: 'ignore' });
  for (let tries = 0; tries < 100; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    if (await fetch(`http://127.0.0.1:${port}/moto-api/`).then(() => true, () => false)) return { port, stop: stopper(child) };
  }
  child.kill('SIGKILL');
  throw new Error('moto_server did not start');
}
