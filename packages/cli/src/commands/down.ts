import { labAt } from '../lab.js';
import type { CommonOptions } from '../options.js';
import { createOutput, UserError } from '../output.js';
import { sdkCall } from '../sdk.js';
import type { Call } from '../sdk.js';

interface StackRow {
  readonly StackId: string;
  readonly StackName: string;
  readonly StackStatus: string;
  readonly StackStatusReason?: string;
  readonly CreationTime: Date;
}

const lookAgainMs = 50;

async function describe(call: Call, stack: string): Promise<StackRow> {
  return (await call<{ Stacks: StackRow[] }>('cloudformation', 'DescribeStacks', { StackName: stack })).Stacks[0]!;
}

async function deleteStack(call: Call, { StackId, StackName }: StackRow): Promise<void> {
  await call('cloudformation', 'DeleteStack', { StackName });
  for (;;) {
    const { StackStatus, StackStatusReason } = await describe(call, StackId);
    if (StackStatus === 'DELETE_COMPLETE') return;
    if (StackStatus === 'DELETE_FAILED') throw new UserError(`${StackName} could not be deleted: ${StackStatusReason ?? 'see its events'}`);
    await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
  }
}

/** Deletes stacks, the newest first, so that what imports goes before what exports. */
export async function down(names: readonly string[], options: CommonOptions): Promise<void> {
  const output = createOutput(options.json === true);
  const lab = labAt(options.endpoint);
  const health = await lab.required();
  const call = sdkCall(lab.endpoint, health.account, health.region);
  const { Stacks = [] } = await call<{ Stacks?: StackRow[] }>('cloudformation', 'DescribeStacks', {});
  const unknown = names.filter((name) => !Stacks.some(({ StackName }) => StackName === name));
  if (unknown.length > 0) throw new UserError(`No stack ${unknown.join(', ')}${Stacks.length === 0 ? '' : `; there are ${Stacks.map(({ StackName }) => StackName).join(', ')}`}`);
  const chosen = Stacks.filter(({ StackName }) => names.length === 0 || names.includes(StackName));
  chosen.sort((a, b) => b.CreationTime.getTime() - a.CreationTime.getTime());
  for (const stack of chosen) {
    output.line(`${stack.StackName} ${output.style.dim('deleting…')}`);
    await deleteStack(call, stack);
    output.line(`${stack.StackName} ${output.style.green('deleted')}`);
  }
  if (chosen.length === 0) output.line('Nothing is deployed.');
  output.result({ deleted: chosen.map(({ StackName }) => StackName) });
}
