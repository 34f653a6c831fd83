import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UserError } from './output.js';

export interface SynthOptions {
  /** Directory of cdk.json. */
  readonly directory: string;
  readonly account: string;
  readonly region: string;
  readonly context?: Readonly<Record<string, string>>;
  /** Where the assembly goes; default: what cdk.json says, else `cdk.out` beside it. */
  readonly outDirectory?: string;
}

const readJson = (path: string): any => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UserError(`${path} is not JSON: ${(error as Error).message}`);
  }
};

/** Runs a CDK app as the CDK CLI does, and returns the directory of its cloud assembly. */
export async function synthesise(options: SynthOptions): Promise<string> {
  const { directory } = options;
  const settings = readJson(join(directory, 'cdk.json'));
  if (typeof settings.app !== 'string') throw new UserError(`${join(directory, 'cdk.json')} names no "app" to run`);
  const contextFile = join(directory, 'cdk.context.json');
  const context = { ...(existsSync(contextFile) ? readJson(contextFile) : {}), ...settings.context, ...options.context };
  const outDirectory = options.outDirectory ?? resolve(directory, settings.output ?? 'cdk.out');
  const environment = {
    ...process.env,
    CDK_OUTDIR: outDirectory,
    CDK_CONTEXT_JSON: JSON.stringify(context),
    CDK_DEFAULT_ACCOUNT: options.account,
    CDK_DEFAULT_REGION: options.region,
  };
  await runApp(settings.app, directory, environment);
  const manifest = join(outDirectory, 'manifest.json');
  if (!existsSync(manifest)) throw new UserError(`The app ${settings.app} ended well but wrote no ${manifest}: does it call app.synth()?`);
  refuseMissingContext(readJson(manifest));
  return outDirectory;
}

const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function runApp(command: string, directory: string, environment: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((done, fail) => {
    // A group of its own, so that a shell's children go with it when this process ends first.
    const child = spawn(command, { cwd: directory, env: environment, shell: true, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const end = (): void => {
      try {
        process.kill(-child.pid!, 'SIGKILL');
      } catch {
        // It has ended already.
      }
    };
    const signalled = (signal: NodeJS.Signals): void => {
      end();
      process.off(signal, signalled);
      process.kill(process.pid, signal);
    };
    process.once('exit', end);
    for (const signal of endings) process.on(signal, signalled);
    const settle = (): void => {
      process.off('exit', end);
      for (const signal of endings) process.off(signal, signalled);
    };
    let printed = '';
    const keep = (chunk: Buffer): void => void (printed = (printed + chunk.toString()).slice(-8_000));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => {
      settle();
      fail(new UserError(`Cannot run ${command}: ${error.message}`));
    });
    child.on('close', (code, signal) => {
      settle();
      if (code === 0) return done();
      fail(new UserError(`The app failed (${command}, ${signal ?? `exit code ${code}`}):\n${printed.trim()}`));
    });
  });
}

/** Look-ups ask an AWS account; guessing their answers would be quietly wrong. */
function refuseMissingContext(manifest: { missing?: readonly { key: string; provider: string }[] }): void {
  const missing = manifest.missing ?? [];
  if (missing.length === 0) return;
  const keys = missing.map(({ key, provider }) => `${key} (${provider})`).join(', ');
  throw new UserError(`The app looks values up that the lab cannot know: ${keys}. Put them into cdk.context.json or pass them with --context`);
}
