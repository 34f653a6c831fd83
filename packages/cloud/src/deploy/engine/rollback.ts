import type { Context } from '../../kernel/service.js';
import { walkGraph } from '../template/graph.js';
import { failureReason } from './failure.js';
import { propertiesOf } from './provide.js';
import type { Before, Made, ResourceRecord, Step } from './records.js';
import { isAbort, resourceContext, setResource } from './run.js';
import type { Run } from './run.js';
import { getResource, putResource, stackResources } from './state.js';
import { sameValue } from '../template/json.js';

/** Brings every resource that an update has touched back to what the update found. */
export async function revertAll(run: Run): Promise<void> {
  const graph = run.flow.transact((ctx) => {
    const edges = new Map<string, readonly string[]>();
    for (const record of stackResources(ctx, run.stackId)) {
      if (typeof record.before === 'object') edges.set(record.logicalId, record.before.dependsOn);
    }
    return edges;
  });
  await walkGraph(graph, (logicalId) => revert(run, logicalId));
}

async function revert(run: Run, logicalId: string): Promise<boolean> {
  const { flow } = run;
  const begun = flow.transact((ctx) => begin(ctx, run, logicalId));
  if (!begun) return true;
  const { before, attempted, step } = begun;
  try {
    const type = await run.find(before.made.type);
    if (!type?.update) throw new Error(`${before.made.type} cannot be changed in place`);
    const wanted = await propertiesOf(run, type, before.made);
    const result = await type.update(before.made.physicalId, wanted, await propertiesOf(run, type, attempted), resourceContext(run, logicalId, step));
    const made = { ...before.made, physicalId: result.physicalId, attributes: result.attributes };
    flow.transact((ctx) => restore(ctx, run, logicalId, before, made, undefined));
    return true;
  } catch (error) {
    if (isAbort(error)) throw error;
    flow.transact((ctx) => setResource(ctx, run, getResource(ctx, run.stackId, logicalId)!, 'UPDATE_FAILED', failureReason(error, step.token, flow.requestId)));
    return false;
  }
}

/** What has to be changed back through the resource's type; undefined where the record alone says it all. */
function begin(ctx: Context, run: Run, logicalId: string): { before: Before; attempted: Made; step: Step } | undefined {
  const record = getResource(ctx, run.stackId, logicalId)!;
  const before = record.before as Before;
  const { made, step: last } = record;
  const skipped = run.operation.skip?.includes(logicalId) ?? false;
  const inPlace = made?.physicalId === before.made.physicalId;
  const attempted = inPlace ? attemptedProperties(record) : undefined;
  if (skipped || !attempted || sameValue(attempted, before.made.properties)) {
    const touched = last !== undefined && (record.status.endsWith('_FAILED') || !inPlace);
    const discarded = inPlace || !made ? record.discarded : [...(record.discarded ?? []), made];
    restore(ctx, run, logicalId, before, before.made, discarded, touched, skipped);
    return undefined;
  }
  const resumed = last?.action === 'revert' && last.operationId === run.operation.id && record.status === 'UPDATE_IN_PROGRESS' ? last : undefined;
  const step: Step = resumed ?? { operationId: run.operation.id, action: 'revert', token: ctx.ids.uuid(), suffix: '', properties: attempted, asked: true };
  if (!resumed) setResource(ctx, run, { ...record, step }, 'UPDATE_IN_PROGRESS');
  return { before, attempted: { ...before.made, properties: attempted }, step };
}

/** What the physical resource may look like now: the type was asked for these, whether or not it got there. */
function attemptedProperties(record: ResourceRecord): Made['properties'] | undefined {
  const { step, made } = record;
  if (step?.action === 'revert') return step.properties;
  return step?.asked && step.action === 'update' ? step.properties : made?.properties;
}

const skippedReason = 'Resource skipped during UpdateRollback';

function restore(
  ctx: Context,
  run: Run,
  logicalId: string,
  before: Before,
  made: Made,
  discarded: readonly Made[] | undefined,
  touched = true,
  skipped = false,
): void {
  const record = getResource(ctx, run.stackId, logicalId)!;
  const { dependsOn, deletionPolicy, updateReplacePolicy, metadata } = before;
  const next: ResourceRecord = {
    ...record, type: made.type, made, dependsOn, deletionPolicy, updateReplacePolicy, metadata,
    discarded: discarded ?? record.discarded, before: undefined, step: undefined, startedId: undefined,
  };
  if (touched) setResource(ctx, run, next, 'UPDATE_COMPLETE', skipped ? skippedReason : undefined);
  else putResource(ctx, run.stackId, next);
}
