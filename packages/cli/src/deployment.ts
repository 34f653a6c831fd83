import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import type { StackEvent, StackResult } from '@terrella/cloud/deploy';
import { UserError } from './output.js';
import type { Output } from './output.js';
import type { Call } from './sdk.js';
import { synthesise } from './synth.js';

export interface Target {
  readonly call: Call;
  /** For stacks of another account or region. */
  readonly callIn: (scope: { readonly account: string; readonly region: string }) => Call;
  readonly account: string;
  readonly region: string;
}

export interface DeployOptions {
  readonly stackName?: string;
  readonly parameter?: readonly string[];
  readonly context?: readonly string[];
  readonly outDirectory?: string;
}

function pairs(texts: readonly string[] = [], option: string): Record<string, string> {
  const out: Record<string, string> = {};
  for (const text of texts) {
    const at = text.indexOf('=');
    if (at < 1) throw new UserError(`${option} takes KEY=VALUE, not ${text}`, 2);
    out[text.slice(0, at)] = text.slice(at + 1);
  }
  return out;
}

/** Prints each resource as it changes, with how long it took. */
export function progressPrinter(output: Output): (event: StackEvent) => void {
  const { style } = output;
  const begun = new Map<string, number>();
  return (event) => {
    const id = `${event.stackName}/${event.logicalId}`;
    if (event.status.endsWith('IN_PROGRESS')) {
      if (!begun.has(id)) begun.set(id, event.at.getTime());
      return;
    }
    const took = `${event.at.getTime() - (begun.get(id) ?? event.at.getTime())} ms`;
    begun.delete(id);
    const failed = event.status.includes('FAILED') || event.status.includes('ROLLBACK');
    const mark = failed ? style.red('✗') : style.green('✓');
    const reason = event.reason === undefined ? '' : ` ${failed ? style.red(event.reason) : style.dim(event.reason)}`;
    const gone = event.status === 'DELETE_COMPLETE' ? ' deleted' : '';
    output.line(`  ${mark} ${event.logicalId}${gone} ${style.dim(`${event.type}, ${took}`)}${reason}`);
  };
}

const templateExtensions = new Set(['.json', '.yaml', '.yml', '.template']);

/** Deploys whatever the path holds: a CDK app, a cloud assembly, or a template. */
export async function deployPath(path: string, target: Target, options: DeployOptions, output: Output): Promise<StackResult[]> {
  const full = resolve(path);
  if (!existsSync(full)) throw new UserError(`${full} does not exist`);
  if (!statSync(full).isDirectory()) return [await deployFile(full, target, options, output)];
  if (existsSync(join(full, 'cdk.json'))) {
    output.line(output.style.dim('Synthesising…'));
    const synthOptions = { directory: full, account: target.account, region: target.region, context: pairs(options.context, '--context') };
    const directory = await synthesise({ ...synthOptions, ...(options.outDirectory === undefined ? {} : { outDirectory: options.outDirectory }) });
    return deployDirectory(directory, target, options, output);
  }
  if (existsSync(join(full, 'manifest.json'))) return deployDirectory(full, target, options, output);
  throw new UserError(`${full} holds neither cdk.json (a CDK app) nor manifest.json (a cloud assembly); name a template file otherwise`);
}

async function deployDirectory(directory: string, target: Target, options: DeployOptions, output: Output): Promise<StackResult[]> {
  const { deployAssembly } = await import('@terrella/cloud/deploy');
  return deployAssembly({
    directory,
    call: target.call,
    callIn: target.callIn,
    scope: { account: target.account, region: target.region },
    parameters: pairs(options.parameter, '--parameter'),
    onProgress: progressPrinter(output),
  });
}

async function deployFile(file: string, target: Target, options: DeployOptions, output: Output): Promise<StackResult> {
  const extension = extname(file);
  if (!templateExtensions.has(extension)) throw new UserError(`${file} is no template: ${[...templateExtensions].join(', ')} are`);
  const { deployTemplate } = await import('@terrella/cloud/deploy');
  return deployTemplate({
    templateBody: readFileSync(file, 'utf8'),
    stackName: options.stackName ?? (basename(file, extension).replace(/\.template$/, '').replace(/[^A-Za-z0-9-]+/g, '-').replace(/^[^A-Za-z]+/, '') || 'Stack'),
    call: target.call,
    scope: { account: target.account, region: target.region },
    parameters: pairs(options.parameter, '--parameter'),
    onProgress: progressPrinter(output),
  });
}
