import type { Context } from '../../kernel/service.js';
import { walkGraph, reversed } from '../template/graph.js';
import type { DeletionPolicy } from '../template/model.js';
import { failureReason } from './failure.js';
import { propertiesOf } from './provide.js';
import type { Made, ResourceRecord } from './records.js';
import { isAbort, resourceContext, setResource } from './run.js';
import type { Run } from './run.js';
import { addEvent, getResource, putResource, stackResources } from './state.js';

/** Resources with an order: each goes once all that depend on it have gone. */
export async function removeInOrder(run: Run, remove: (logicalId: string) => Promise<boolean>): Promise<void> {
  const graph = run.flow.transact((ctx) => {
    const edges = new Map<string, string[]>();
    for (const record of stackResources(ctx, run.stackId)) {
      const before = typeof record.before === 'object' ? record.before.dependsOn : [];
      edges.set(record.logicalId, [...new Set([...record.dependsOn, ...before])]);
    }
    return reversed(withoutCircles(edges));
  });
  await walkGraph(graph, remove);
}

/** Dependencies of two templates together may form a circle; the older then give way. */
function withoutCircles(edges: Map<string, string[]>): Map<string, string[]> {
  const placed = new Set<string>();
  const out = new Map<string, string[]>();
  const visit = (name: string, path: Set<string>): void => {
    if (placed.has(name)) return;
    path.add(name);
    const kept = edges.get(name)!.filter((edge) => edges.has(edge) && !path.has(edge));
    for (const edge of kept) visit(edge, path);
    path.delete(name);
    placed.add(name);
    out.set(name, kept);
  };
  for (const name of edges.keys()) visit(name, new Set());
  return out;
}

/** True where the policy keeps the physical resource. `undoing`: the operation that created it is being rolled back. */
export function retains(policy: DeletionPolicy, undoing: boolean, retainExceptOnCreate = false): boolean {
  if (policy === 'RetainExceptOnCreate') return !undoing;
  return policy === 'Retain' && !(undoing && retainExceptOnCreate);
}

/** The whole of a resource of a stack that goes: what there is, and what earlier updates left. */
export async function removeResource(run: Run, logicalId: string, undoing: boolean): Promise<boolean> {
  const { flow, operation } = run;
  const record = flow.transact((ctx) => getResource(ctx, run.stackId, logicalId))!;
  if (record.status === 'DELETE_COMPLETE' || record.status === 'DELETE_SKIPPED') return true;
  const keep = operation.retain?.includes(logicalId) || retains(record.deletionPolicy, undoing, operation.retainExceptOnCreate);
  if (record.made && keep) {
    flow.transact((ctx) => setResource(ctx, run, { ...record, step: undefined }, 'DELETE_SKIPPED'));
    return true;
  }
  const replaced = typeof record.before === 'object' && record.before.made.physicalId !== record.made?.physicalId ? [record.before.made] : [];
  for (const made of [...replaced, ...(record.discarded ?? [])]) {
    if (!(await removeLeftover(run, logicalId, made, false))) return false;
  }
  if (!record.made) {
    flow.transact((ctx) => setResource(ctx, run, getResource(ctx, run.stackId, logicalId)!, 'DELETE_COMPLETE'));
    return true;
  }
  return removeMade(run, logicalId, record.made);
}

async function removeMade(run: Run, logicalId: string, made: Made): Promise<boolean> {
  const { flow } = run;
  const token = flow.transact((ctx) => {
    const record = getResource(ctx, run.stackId, logicalId)!;
    const resumed = record.status === 'DELETE_IN_PROGRESS' && record.step?.operationId === run.operation.id ? record.step : undefined;
    if (resumed) return resumed;
    const step = { operationId: run.operation.id, action: 'delete', token: ctx.ids.uuid(), suffix: '', properties: made.properties, asked: true } as const;
    setResource(ctx, run, { ...record, step }, 'DELETE_IN_PROGRESS');
    return step;
  });
  const reason = await remove(run, logicalId, made, token);
  flow.transact((ctx) => {
    const record = getResource(ctx, run.stackId, logicalId)!;
    setResource(ctx, run, record, reason === undefined ? 'DELETE_COMPLETE' : 'DELETE_FAILED', reason);
  });
  return reason === undefined;
}

/**
 * A physical resource that no longer stands for its logical id; the resource's own status does not change. What cannot
 * be deleted is left behind, as CloudFormation does.
 */
export async function removeLeftover(run: Run, logicalId: string, made: Made, keep: boolean): Promise<boolean> {
  const { flow } = run;
  const say = (ctx: Context, status: string, reason?: string): void =>
    addEvent(ctx, run.stackId, { logicalId, physicalId: made.physicalId, type: made.type, status, reason, properties: made.properties });
  if (keep) {
    flow.transact((ctx) => say(ctx, 'DELETE_SKIPPED'));
    return true;
  }
  const step = flow.transact((ctx) => {
    say(ctx, 'DELETE_IN_PROGRESS');
    return { token: ctx.ids.uuid(), suffix: '' };
  });
  const reason = await remove(run, logicalId, made, step);
  flow.transact((ctx) => {
    say(ctx, reason === undefined ? 'DELETE_COMPLETE' : 'DELETE_FAILED', reason);
    forget(ctx, run, logicalId, made);
  });
  return reason === undefined;
}

function forget(ctx: Context, run: Run, logicalId: string, made: Made): void {
  const record = getResource(ctx, run.stackId, logicalId);
  if (!record) return;
  const discarded = record.discarded?.filter((item) => item.physicalId !== made.physicalId);
  const replaced = typeof record.before === 'object' && record.before.made.physicalId === made.physicalId && record.made?.physicalId !== made.physicalId;
  const next: ResourceRecord = { ...record, discarded: discarded?.length ? discarded : undefined, ...(replaced && { before: undefined }) };
  putResource(ctx, run.stackId, next);
}

/** Undefined where it has gone, else why not. */
async function remove(run: Run, logicalId: string, made: Made, step: { token: string; suffix: string }): Promise<string | undefined> {
  const type = await run.find(made.type);
  if (!type) return `Terrella does not implement the resource type ${made.type}`;
  try {
    await type.delete(made.physicalId, await propertiesOf(run, type, made), resourceContext(run, logicalId, step));
    return undefined;
  } catch (error) {
    if (isAbort(error)) throw error;
    return failureReason(error, step.token, run.flow.requestId);
  }
}
