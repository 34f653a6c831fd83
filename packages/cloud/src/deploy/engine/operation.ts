import { key } from '../../kernel/collection.js';
import { AwsError } from '../../kernel/errors.js';
import type { Context, Flow } from '../../kernel/service.js';
import { makePlan, readDraft } from '../template/compile.js';
import type { Plan } from '../template/compile.js';
import { walkGraph } from '../template/graph.js';
import { failedResources } from './failure.js';
import { exportInUse, holdImports, publishExports, releaseImports, resolveOutputs, withdrawExports } from './outputs.js';
import { provide } from './provide.js';
import type { Deployment, OperationRecord, StackRecord } from './records.js';
import { resources, stacks } from './records.js';
import { removeInOrder, removeLeftover, removeResource, retains } from './remove.js';
import { revertAll } from './rollback.js';
import { currentStack } from './run.js';
import type { FindType, Run } from './run.js';
import { beginOperation, bury, getResource, putResource, putStack, setStatus, stackResources } from './state.js';

/**
 * Carries out a stack's operation, phase by phase, until there is none. Everything that matters is in the store: run again
 * after a crash it goes on where it was.
 */
export async function runOperation(flow: Flow, stackId: string, operationId: string, find: FindType): Promise<void> {
  for (;;) {
    const stack = flow.transact((ctx) => ctx.table(stacks).get(stackId));
    const operation = stack?.operation;
    if (!operation || operation.id !== operationId) return;
    const run: Run = { flow, stackId, stackName: stack.stackName, operation, find };
    await phases[operation.phase](run, stack);
  }
}

const phases: Readonly<Record<OperationRecord['phase'], (run: Run, stack: StackRecord) => Promise<void>>> = {
  forward,
  cleanup: async (run) => {
    await cleanUp(run, false);
    run.flow.transact((ctx) => finishUpdate(ctx, run, 'UPDATE_COMPLETE'));
  },
  rollback: async (run, stack) => {
    if (stack.stable === undefined) return removeAll(run, stack);
    await revertAll(run);
    run.flow.transact((ctx) => finishRevert(ctx, run));
  },
  rollbackCleanup: async (run) => {
    await cleanUp(run, true);
    run.flow.transact((ctx) => finishUpdate(ctx, run, 'UPDATE_ROLLBACK_COMPLETE'));
  },
  delete: removeAll,
};

/** The plan of a deployment whose template has been checked before. */
export function planOf(ctx: Pick<Context, 'blobs' | 'scope'>, stack: Pick<StackRecord, 'stackId' | 'stackName'>, deployment: Deployment): Plan {
  const text = Buffer.from(ctx.blobs.get(deployment.template)!).toString('utf8');
  const { stackId, stackName } = stack;
  return makePlan(readDraft(text), deployment.parameters, { scope: ctx.scope, stackId, stackName, notificationArns: deployment.notificationArns });
}

async function forward(run: Run, stack: StackRecord): Promise<void> {
  const { flow } = run;
  const plan = planOf(flow, stack, stack.deployment!);
  const forwardRun = { ...run, plan };
  const problem = flow.transact((ctx) => problemOf(() => void putStack(ctx, { ...stack, imports: union(stack.imports, holdImports(ctx, plan, stack)) })));
  if (problem === undefined) await walkGraph(plan.graph, (logicalId) => provide(forwardRun, logicalId));
  flow.transact((ctx) => {
    const failure = problem ?? forwardFailure(ctx, run) ?? problemOf(() => arrive(ctx, run, plan));
    if (failure !== undefined) failForward(ctx, run, failure);
  });
}

const union = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])];

function problemOf(body: () => void): string | undefined {
  try {
    body();
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) return error.message;
    throw error;
  }
}

/** Why a stack did not get to its template. */
function forwardFailure(ctx: Context, run: Run): string | undefined {
  const failed = [...stackResources(ctx, run.stackId)].filter((record) => record.step?.operationId === run.operation.id && record.status.endsWith('_FAILED'));
  const names = (status: string): string[] => failed.filter((record) => record.status === status).map((record) => record.logicalId);
  if (failed.length > 0) return failedResources(names('CREATE_FAILED'), names('UPDATE_FAILED'));
  const why = currentStack(ctx, run).operation?.cancelled;
  if (why === 'timeout') return 'Stack creation time exceeded the specified timeout. ';
  return why && 'User Initiated';
}

/** All resources are as the template wants them. */
function arrive(ctx: Context, run: Run, plan: Plan): void {
  const stack = currentStack(ctx, run);
  const outputs = resolveOutputs(ctx, plan, run.stackId);
  publishExports(ctx, stack, outputs);
  const wanted = holdImports(ctx, plan, stack);
  releaseImports(ctx, stack, stack.imports, wanted);
  if (deleteInstead(ctx, run)) return;
  const change = { outputs, imports: wanted };
  if (run.operation.kind === 'CREATE_STACK') {
    setStatus(ctx, run.stackId, 'CREATE_COMPLETE', undefined, { ...change, stable: stack.deployment, operation: undefined });
  } else {
    setStatus(ctx, run.stackId, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', undefined, { ...change, stable: stack.deployment, operation: { ...run.operation, phase: 'cleanup', cancelled: undefined } });
  }
}

/** A deletion asked for while the stack was being created begins now. */
function deleteInstead(ctx: Context, run: Run): boolean {
  const stack = currentStack(ctx, run);
  const wanted = stack.operation?.deleteAfter;
  if (!wanted) return false;
  const { retain: _retain, ...request } = wanted;
  beginOperation(ctx, stack, { kind: 'DELETE_STACK', phase: 'delete', ...request }, 'DELETE_IN_PROGRESS', { statusBeforeDeletion: stack.status });
  return true;
}

function failForward(ctx: Context, run: Run, failure: string): void {
  if (deleteInstead(ctx, run)) return;
  const { kind, onFailure } = run.operation;
  const creating = kind === 'CREATE_STACK';
  const next = (phase: OperationRecord['phase']): Partial<StackRecord> => ({ operation: { ...run.operation, phase, cancelled: undefined } });
  const sentence = failure.endsWith(' ') ? failure : `${failure}. `;
  if (onFailure === 'DO_NOTHING') setStatus(ctx, run.stackId, creating ? 'CREATE_FAILED' : 'UPDATE_FAILED', failure, { operation: undefined });
  else if (!creating) setStatus(ctx, run.stackId, 'UPDATE_ROLLBACK_IN_PROGRESS', failure, next('rollback'));
  else if (onFailure === 'DELETE') setStatus(ctx, run.stackId, 'DELETE_IN_PROGRESS', `${sentence}Delete requested by user.`, next('delete'));
  else setStatus(ctx, run.stackId, 'ROLLBACK_IN_PROGRESS', `${sentence}Rollback requested by user.`, next('rollback'));
}

/** Deletes what the goal does not include. `undoing`: the goal is the state before the update. */
async function cleanUp(run: Run, undoing: boolean): Promise<void> {
  const wanted = run.flow.transact((ctx) => {
    const stack = currentStack(ctx, run);
    return undoing ? undefined : new Set(planOf(run.flow, stack, stack.deployment!).resources.keys());
  });
  await removeInOrder(run, async (logicalId) => {
    const record = run.flow.transact((ctx) => getResource(ctx, run.stackId, logicalId))!;
    const goes = wanted ? !wanted.has(logicalId) : record.before === 'none';
    if (goes) {
      await removeResource(run, logicalId, undoing);
      run.flow.transact((ctx) => ctx.table(resources).delete(key(run.stackId, logicalId)));
      return true;
    }
    const replaced = !undoing && typeof record.before === 'object' && record.before.made.physicalId !== record.made?.physicalId ? record.before.made : undefined;
    if (replaced) await removeLeftover(run, logicalId, replaced, retains(record.updateReplacePolicy, false));
    for (const made of record.discarded ?? []) await removeLeftover(run, logicalId, made, false);
    // A failed deletion here does not keep others from going.
    return true;
  });
}

function finishUpdate(ctx: Context, run: Run, status: string): void {
  for (const record of stackResources(ctx, run.stackId)) {
    const { before: _before, discarded: _discarded, step: _step, startedId: _startedId, ...rest } = record;
    putResource(ctx, run.stackId, rest);
  }
  setStatus(ctx, run.stackId, status, undefined, { operation: undefined });
}

function finishRevert(ctx: Context, run: Run): void {
  const stack = currentStack(ctx, run);
  const failed = [...stackResources(ctx, run.stackId)].filter((record) => typeof record.before === 'object').map((record) => record.logicalId);
  if (failed.length > 0) {
    setStatus(ctx, run.stackId, 'UPDATE_ROLLBACK_FAILED', failedResources([], failed), { operation: undefined });
    return;
  }
  const stable = stack.stable!;
  const wanted = holdImports(ctx, planOf(run.flow, stack, stable), stack);
  releaseImports(ctx, stack, stack.imports, wanted);
  const operation: OperationRecord = { ...run.operation, phase: 'rollbackCleanup' };
  setStatus(ctx, run.stackId, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS', undefined, { deployment: stable, imports: wanted, operation });
}

/** Deletes every resource: of a stack that goes, or of one whose creation failed. */
async function removeAll(run: Run, stack: StackRecord): Promise<void> {
  const undoing = run.operation.kind !== 'DELETE_STACK';
  const inUse = run.operation.kind === 'DELETE_STACK' ? run.flow.transact((ctx) => exportInUse(ctx, stack)) : undefined;
  if (inUse !== undefined) return run.flow.transact((ctx) => refuseDeletion(ctx, stack, inUse));
  await removeInOrder(run, (logicalId) => removeResource(run, logicalId, undoing));
  run.flow.transact((ctx) => {
    const left = [...stackResources(ctx, run.stackId)].filter((record) => record.status !== 'DELETE_COMPLETE' && record.status !== 'DELETE_SKIPPED');
    const failed = left.filter((record) => record.status === 'DELETE_FAILED').map((record) => record.logicalId);
    const deleting = run.operation.phase === 'delete';
    if (!deleting && deleteInstead(ctx, run)) return;
    if (left.length > 0) {
      setStatus(ctx, run.stackId, deleting ? 'DELETE_FAILED' : 'ROLLBACK_FAILED', failedResources([], [], failed), { operation: undefined });
      return;
    }
    const now = currentStack(ctx, run);
    withdrawExports(ctx, now);
    releaseImports(ctx, now, now.imports, []);
    if (deleting) bury(ctx, now);
    else setStatus(ctx, run.stackId, 'ROLLBACK_COMPLETE', undefined, { operation: undefined, imports: [] });
  });
}

/** The stack stays what it was; its events say why. */
function refuseDeletion(ctx: Context, stack: StackRecord, reason: string): void {
  setStatus(ctx, stack.stackId, stack.statusBeforeDeletion ?? 'CREATE_COMPLETE', reason, { operation: undefined });
}
