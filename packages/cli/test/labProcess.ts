import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const terrella = fileURLToPath(new URL('../bin/terrella.mjs', import.meta.url));

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command to its end, with colours off. */
export function terrellaCommand(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<CommandResult> {
  const child = spawn(process.execPath, [terrella, ...args], { env: { ...process.env, NO_COLOR: '1', ...environment } });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => void (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => void (stderr += chunk.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

/** A lab in a process of its own, as a user starts it. */
export class LabProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly endpoint: string,
  ) {}

  static start(...args: string[]): Promise<LabProcess> {
    const child = spawn(process.execPath, [terrella, 'start', '--port', '0', '--json', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    return new Promise((resolve, reject) => {
      let out = '';
      let errors = '';
      child.stderr.on('data', (chunk: Buffer) => void (errors += chunk.toString()));
      child.on('close', (code) => reject(new Error(`The lab ended with ${code}: ${errors}`)));
      child.stdout.on('data', (chunk: Buffer) => {
        out += chunk.toString();
        const ready = out.split('\n').find((line) => line.includes('"ready"'));
        if (ready) resolve(new LabProcess(child, (JSON.parse(ready) as { endpoint: string }).endpoint));
      });
    });
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Ends it as Ctrl-C does; gives its exit code. */
  stop(signal: NodeJS.Signals = 'SIGINT'): Promise<number | null> {
    return new Promise((resolve) => {
      if (this.child.exitCode !== null || this.child.signalCode !== null) return resolve(this.child.exitCode);
      this.child.removeAllListeners('close');
      this.child.on('close', (code) => resolve(code));
      this.child.kill(signal);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop('SIGKILL');
  }
}
