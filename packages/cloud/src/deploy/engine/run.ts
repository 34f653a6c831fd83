import type { ResourceContext, ResourceType } from '../../kernel/resourceType.js';
import type { Context, Flow } from '../../kernel/service.js';
import { rememberOrigin } from './failure.js';
import { physicalName } from './names.js';
import type { OperationRecord, ResourceRecord, StackRecord, Step } from './records.js';
import { stacks } from './records.js';
import { addEvent, getResource, putResource, stackResources } from './state.js';

export type FindType = (type: string) => Promise<ResourceType | undefined>;

/** One operation of one stack while a flow carries it out. */
export interface Run {
  readonly flow: Flow;
  readonly stackId: string;
  readonly stackName: string;
  readonly operation: OperationRecord;
  readonly find: FindType;
}

/** What CloudFormation's own types see beside the contract. */
export interface EngineContext extends ResourceContext {
  /**
   * The physical id, as soon as it is known: what is deleted if creation fails. Announced, it appears in an event and
   * in DescribeStackResources at once.
   */
  started(physicalId: string, options?: { announce?: boolean }): void;
}

/** Where a resource that waits for an answer from outside is parked. */
export const waitTopic = (stackId: string, logicalId: string): string => `cloudformation.wait ${stackId} ${logicalId}`;

export const currentStack = (ctx: Context, run: Run): StackRecord => ctx.table(stacks).get(run.stackId)!;

/** Nothing new shall be begun. */
export const isCancelled = (ctx: Context, stackId: string): boolean => ctx.table(stacks).get(stackId)?.operation?.cancelled !== undefined;

/** Stops a stack from beginning anything new, and ends its waits. */
export function cancel(ctx: Context, stackId: string, why: NonNullable<OperationRecord['cancelled']>): void {
  const stack = ctx.table(stacks).get(stackId);
  if (!stack?.operation || stack.operation.cancelled) return;
  ctx.table(stacks).put(stackId, { ...stack, operation: { ...stack.operation, cancelled: why } });
  for (const record of stackResources(ctx, stackId)) {
    if (record.status.endsWith('_IN_PROGRESS')) ctx.signal(waitTopic(stackId, record.logicalId));
  }
}

/** A resource's new status, with its event. */
export function setResource(ctx: Context, run: Run, record: ResourceRecord, status: string, reason?: string): ResourceRecord {
  const changed = { ...record, status, statusReason: reason, changedAtMs: ctx.now };
  putResource(ctx, run.stackId, changed);
  addEvent(ctx, run.stackId, {
    logicalId: record.logicalId,
    physicalId: record.made?.physicalId ?? record.startedId ?? '',
    type: record.type,
    status,
    reason,
    properties: record.step?.properties ?? record.made?.properties,
  });
  return changed;
}

export function resourceContext(run: Run, logicalId: string, step: Pick<Step, 'token' | 'suffix'>): EngineContext {
  const { flow, operation } = run;
  return {
    scope: flow.scope,
    stackName: run.stackName,
    stackId: run.stackId,
    logicalId,
    requestToken: step.token,
    now: () => flow.now(),
    sleep: (untilMs) => flow.sleep(untilMs),
    physicalName: (options) => physicalName(run.stackName, logicalId, step.suffix, options),
    async call(service, name, input, scope) {
      try {
        return await flow.call(service, name, input, { principal: operation.principal, ...(scope && { scope }) });
      } catch (error) {
        rememberOrigin(error, service);
        throw error;
      }
    },
    started: (physicalId, options) => flow.transact((ctx) => started(ctx, run, logicalId, physicalId, options?.announce ?? false)),
  };
}

function started(ctx: Context, run: Run, logicalId: string, physicalId: string, announce: boolean): void {
  const record = getResource(ctx, run.stackId, logicalId);
  if (!record || record.startedId === physicalId) return;
  putResource(ctx, run.stackId, { ...record, startedId: physicalId, ...(announce && { announced: true }) });
  const { type, status, step } = record;
  if (announce) addEvent(ctx, run.stackId, { logicalId, physicalId, type, status, reason: initiated, properties: step?.properties });
}

export const initiated = 'Resource creation Initiated';

export const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'FlowAborted';
