import { key, prefix } from '../../kernel/collection.js';
import type { Context } from '../../kernel/service.js';
import { formatError, validationError } from '../errors.js';
import type { Plan } from '../template/compile.js';
import { evaluate } from '../template/evaluate.js';
import { isScalar } from '../template/json.js';
import { exports_, imports } from './records.js';
import type { StackOutput, StackRecord } from './records.js';
import { exportedValue, importedNames, surroundingsOf } from './surroundings.js';

/** The outputs of a stack whose resources are all there. Throws ValidationError. */
export function resolveOutputs(ctx: Context, plan: Plan, stackId: string): StackOutput[] {
  const surroundings = surroundingsOf(ctx, plan, stackId);
  return [...plan.outputs].map(([name, output]) => {
    const value = evaluate(output.value, surroundings);
    if (!isScalar(value)) throw formatError(`Output ${name} is malformed. The Value field of every Outputs member must evaluate to a String.`);
    const exportName = output.exportName === undefined ? undefined : evaluate(output.exportName, surroundings);
    if (exportName !== undefined && !isScalar(exportName)) throw formatError(`Output ${name} is malformed. The Name field of every Export member must evaluate to a String.`);
    return { key: name, value: String(value), description: output.description, exportName: exportName === undefined ? undefined : String(exportName) };
  });
}

/** Names of the stacks that use an export, in order. */
export const importers = (ctx: Context, exportName: string): string[] => [...ctx.table(imports).range({ prefix: prefix(exportName) })].map(([, name]) => name);

/** Publishes a stack's exports in place of those before. Throws where another stack has or uses them. */
export function publishExports(ctx: Context, stack: StackRecord, outputs: readonly StackOutput[]): void {
  const table = ctx.table(exports_);
  const next = new Map(outputs.flatMap(({ exportName, value }) => (exportName === undefined ? [] : [[exportName, value]])));
  for (const [name, value] of next) {
    const holder = table.get(name);
    if (holder && holder.stackId !== stack.stackId) throw validationError(`Export with name ${name} is already exported by stack ${holder.stackName}`);
    if (holder && holder.value !== value) refuseInUse(ctx, `Export ${name} cannot be updated`, name);
  }
  for (const { exportName } of stack.outputs) {
    if (exportName === undefined || next.has(exportName)) continue;
    refuseInUse(ctx, `Cannot delete export ${exportName}`, exportName);
    table.delete(exportName);
  }
  for (const [name, value] of next) table.put(name, { name, value, stackId: stack.stackId, stackName: stack.stackName });
}

function refuseInUse(ctx: Context, sentence: string, name: string): void {
  const users = importers(ctx, name);
  if (users.length > 0) throw validationError(`${sentence} as it is in use by ${users.join(' and ')}.`);
}

/** Why a stack may not be deleted: another uses one of its exports. */
export function exportInUse(ctx: Context, stack: StackRecord): string | undefined {
  for (const { exportName } of stack.outputs) {
    const users = exportName === undefined ? [] : importers(ctx, exportName);
    if (users.length > 0) return `Delete canceled. Cannot delete export ${exportName} as it is in use by ${users.join(' and ')}.`;
  }
  return undefined;
}

/** Notes the exports a plan uses, beside those in use before. Throws where one is missing. */
export function holdImports(ctx: Context, plan: Plan, stack: StackRecord): string[] {
  const wanted = importedNames(plan, surroundingsOf(ctx, plan, stack.stackId));
  for (const name of wanted) {
    exportedValue(ctx, name);
    ctx.table(imports).put(key(name, stack.stackId), stack.stackName);
  }
  return wanted;
}

/** Gives up the imports that are no longer wanted. */
export function releaseImports(ctx: Context, stack: StackRecord, held: readonly string[], wanted: readonly string[]): void {
  for (const name of held) if (!wanted.includes(name)) ctx.table(imports).delete(key(name, stack.stackId));
}

export function withdrawExports(ctx: Context, stack: StackRecord): void {
  for (const { exportName } of stack.outputs) {
    if (exportName !== undefined && ctx.table(exports_).get(exportName)?.stackId === stack.stackId) ctx.table(exports_).delete(exportName);
  }
}
