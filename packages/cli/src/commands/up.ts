import { watch } from 'node:fs';
import type { StackResult } from '@terrella/cloud/deploy';
import { deployPath } from '../deployment.js';
import type { DeployOptions, Target } from '../deployment.js';
import { labAt } from '../lab.js';
import { portOf } from '../options.js';
import type { StartOptions } from '../options.js';
import { createOutput } from '../output.js';
import type { Output } from '../output.js';
import { reachableUrl } from '../reachable.js';
import { sdkCall } from '../sdk.js';
import { callsOf, startLab, untilStopped } from '../server.js';

type UpOptions = StartOptions & DeployOptions & { readonly endpoint?: string; readonly watch?: boolean };

/** Deploys into the lab that runs, or starts one in this process and stays. */
export async function up(path: string, options: UpOptions): Promise<void> {
  const output = createOutput(options.json === true);
  const lab = labAt(options.endpoint ?? process.env['TERRELLA_ENDPOINT'] ?? `http://127.0.0.1:${portOf(options.port)}`);
  const health = await lab.health();
  if (health) {
    const callIn: Target['callIn'] = ({ account, region }) => sdkCall(lab.endpoint, account, region);
    const target = { call: callIn(health), callIn, account: health.account, region: health.region };
    await deploy(path, target, options, lab.endpoint, output);
    if (options.watch) await watchAndDeploy(path, target, options, lab.endpoint, output);
    return;
  }
  if (options.endpoint !== undefined) await lab.required();
  const cloud = await startLab(options);
  const stopped = untilStopped(cloud, output);
  const endpoint = cloud.url!;
  output.line(`${output.style.bold('Terrella')} ${output.style.cyan(endpoint)}`);
  const target = { ...callsOf(cloud), account: cloud.account, region: cloud.region };
  try {
    await deploy(path, target, options, endpoint, output);
  } catch (error) {
    await cloud.close();
    throw error;
  }
  output.line(output.style.dim('Ctrl-C stops the lab.'));
  await (options.watch ? Promise.race([stopped, watchAndDeploy(path, target, options, endpoint, output)]) : stopped);
}

async function deploy(path: string, target: Target, options: DeployOptions, endpoint: string, output: Output): Promise<StackResult[]> {
  const results = await deployPath(path, target, options, output);
  for (const { stackName, stackId, status, outputs } of results) {
    const reachable = Object.fromEntries(Object.entries(outputs).map(([key, value]) => [key, reachableUrl(value, endpoint)]));
    output.result({ stackName, stackId, status, outputs: reachable, endpoint });
    output.line(`${output.style.bold(stackName)} ${output.style.green(status)}`);
    for (const [key, value] of Object.entries(reachable)) output.line(`  ${key.padEnd(28)} ${output.style.cyan(value)}`);
  }
  return results;
}

const settleMs = 150;

/** Deploys again after each burst of changes; a failed deployment is shown and the watch goes on. */
async function watchAndDeploy(path: string, target: Target, options: DeployOptions, endpoint: string, output: Output): Promise<void> {
  output.line(output.style.dim(`Watching ${path}`));
  let again: NodeJS.Timeout | undefined;
  let running: Promise<unknown> = Promise.resolve();
  for await (const file of changes(path)) {
    if (/(^|\/)(cdk\.out|node_modules|\.git)(\/|$)/.test(file)) continue;
    clearTimeout(again);
    again = setTimeout(() => {
      running = running
        .then(() => deploy(path, target, options, endpoint, output))
        .catch((error: Error) => process.stderr.write(`terrella: ${error.message}\n`));
    }, settleMs);
  }
}

async function* changes(path: string): AsyncIterable<string> {
  const waiting: string[] = [];
  let wake: (() => void) | undefined;
  const watcher = watch(path, { recursive: true }, (_event, file) => {
    waiting.push(String(file ?? '').replaceAll('\\', '/'));
    wake?.();
  });
  try {
    for (;;) {
      while (waiting.length > 0) yield waiting.shift()!;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    watcher.close();
  }
}
