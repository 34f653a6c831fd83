import { labAt } from '../lab.js';
import type { CommonOptions } from '../options.js';
import { createOutput } from '../output.js';
import { reachableUrl } from '../reachable.js';
import { sdkCall } from '../sdk.js';

interface StackRow {
  readonly StackName: string;
  readonly StackStatus: string;
  readonly Outputs?: readonly { readonly OutputKey: string; readonly OutputValue: string }[];
}

export async function status(options: CommonOptions): Promise<void> {
  const output = createOutput(options.json === true);
  const { style } = output;
  const lab = labAt(options.endpoint);
  const health = await lab.required();
  const { Stacks = [] } = await sdkCall(lab.endpoint, health.account, health.region)<{ Stacks?: StackRow[] }>('cloudformation', 'DescribeStacks', {});
  const loaded = Object.entries(health.services).filter(([, state]) => state === 'loaded');
  output.result({ endpoint: lab.endpoint, ...health, stacks: Stacks.map(({ StackName, StackStatus }) => ({ name: StackName, status: StackStatus })) });
  output.line(`${style.bold('Terrella')} ${health.version} at ${style.cyan(lab.endpoint)}  account ${health.account}  ${health.region}`);
  output.line(`Clock     ${health.clock.kind}, ${health.clock.now}`);
  output.line(`Services  ${loaded.map(([name]) => name).join(', ') || 'none loaded yet'}`);
  output.line(Stacks.length === 0 ? 'Stacks    none' : 'Stacks');
  for (const stack of Stacks) {
    const paint = stack.StackStatus.endsWith('FAILED') || stack.StackStatus.includes('ROLLBACK') ? style.red : style.green;
    output.line(`  ${stack.StackName}  ${paint(stack.StackStatus)}`);
    for (const { OutputKey, OutputValue } of stack.Outputs ?? []) output.line(style.dim(`    ${OutputKey} = ${reachableUrl(OutputValue, lab.endpoint)}`));
  }
}
