import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CodeTree } from './codeTrees.js';
import type { FunctionSpec } from './functionSpec.js';
import { runtimeFamily } from './runtimes.js';

/** The program that runs a function, or why there is none. */
export type Command =
  | { readonly file: string; readonly args: readonly string[] }
  | { readonly errorType: string; readonly reason: string };

export function commandFor(spec: FunctionSpec, tree: CodeTree, runtimesDirectory: string): Command {
  switch (runtimeFamily(spec.runtime)) {
    case 'node':
      return { file: process.execPath, args: [...nodeFlags(spec.memoryMb), join(runtimesDirectory, 'node', 'bootstrap.cjs')] };
    case 'python':
      return { file: 'python3', args: [join(runtimesDirectory, 'python', 'bootstrap.py')] };
    case 'custom': {
      const candidates = [join(tree.taskRoot, 'bootstrap'), ...(tree.layerRoot ? [join(tree.layerRoot, 'bootstrap')] : [])];
      const file = candidates.find((candidate) => existsSync(candidate));
      if (file) return { file, args: [] };
      return { errorType: 'Runtime.InvalidEntrypoint', reason: "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]" };
    }
    case undefined:
      return { errorType: 'Runtime.InvalidEntrypoint', reason: `Terrella cannot run ${spec.runtime}` };
  }
}

/** A heap within the function's memory, so that a leak ends as on AWS and not after the machine's memory. */
const nodeFlags = (memoryMb: number): string[] => [
  `--max-old-space-size=${Math.floor(memoryMb * 0.9)}`,
  `--max-semi-space-size=${Math.max(1, Math.min(16, Math.floor(memoryMb * 0.05)))}`,
];

/** Its own process group, so that everything it begins can be ended with it. Descriptor 3 carries its log. */
export const begin = (command: { file: string; args: readonly string[] }, directory: string, variables: Record<string, string>): ChildProcess =>
  spawn(command.file, command.args, { cwd: directory, env: variables, detached: true, stdio: ['pipe', 'pipe', 'pipe', 'pipe'] });

export function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}

/**
 * Memory that a process holds and the system could not take back, which is what ends a function that has too much of it.
 * Undefined where the system does not tell.
 */
export function unreclaimableBytes(pid: number): number | undefined {
  const kilobytes = statusLine(pid, 'RssAnon:');
  return kilobytes === undefined ? undefined : kilobytes * 1024;
}

/** The most memory a process has held; undefined where the system does not tell. */
export function peakBytes(pid: number): number | undefined {
  const kilobytes = statusLine(pid, 'VmHWM:');
  return kilobytes === undefined ? undefined : kilobytes * 1024;
}

function statusLine(pid: number, name: string): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    const at = status.indexOf(name);
    return at < 0 ? undefined : Number.parseInt(status.slice(at + name.length), 10);
  } catch {
    return undefined;
  }
}
