import { stacks } from '../../../deploy/engine/records.js';
import type { StackOutput, StackRecord } from '../../../deploy/engine/records.js';
import { beginOperation, eventTopic, findStack } from '../../../deploy/engine/state.js';
import { operation } from '../../../kernel/service.js';
import type { Context } from '../../../kernel/service.js';
import { planChanges } from '../operations/updateStack.js';
import { beginDeletion } from '../operations/deleteStack.js';
import { prepare } from '../preparation.js';
import type { DeploymentRequest } from '../preparation.js';
import { anyStack, checkUpdatable, newStackId, putNewStack, scheduleTimeout } from '../stackRequests.js';

interface NestedInput {
  readonly StackName: string;
  readonly ParentId: string;
  readonly TemplateURL: string;
  readonly Parameters?: Readonly<Record<string, string>>;
  readonly Tags?: readonly { Key: string; Value: string }[];
  readonly NotificationARNs?: readonly string[];
  readonly TimeoutInMinutes?: number;
  readonly Token?: string;
}

/** The capabilities acknowledged for the parent hold for its nested stacks. */
const requestOf = (input: NestedInput, parent: StackRecord): DeploymentRequest => ({
  TemplateURL: input.TemplateURL,
  Parameters: Object.entries(input.Parameters ?? {}).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
  Capabilities: parent.deployment!.capabilities,
  Tags: input.Tags ?? [],
  NotificationARNs: input.NotificationARNs ?? [],
});

export const createNestedStack = operation<NestedInput, { StackId: string }>({
  access: () => [],
  run(input, ctx) {
    const made = byToken(ctx, input);
    if (made) return { StackId: made.stackId };
    const parent = anyStack(ctx, input.ParentId);
    const stackId = newStackId(ctx, input.StackName);
    return ctx.flow(async (flow) => {
      const { deployment } = await prepare(flow, requestOf(input, parent), { stackId, stackName: input.StackName }, undefined);
      return flow.transact((inner) => {
        const stack: StackRecord = {
          stackId, stackName: input.StackName, status: '', createdAtMs: inner.now, deployment, outputs: [], imports: [], lastOperations: [], eventCount: 0,
          // The parent decides what becomes of a nested stack that fails.
          onFailure: 'DO_NOTHING',
          terminationProtection: false, timeoutMinutes: input.TimeoutInMinutes, parentId: parent.stackId, rootId: parent.rootId ?? parent.stackId, createToken: input.Token,
        };
        putNewStack(inner, stack);
        scheduleTimeout(inner, beginOperation(inner, stack, { kind: 'CREATE_STACK', phase: 'forward', principal: inner.principal }, 'CREATE_IN_PROGRESS', {}));
        return { StackId: stackId };
      });
    });
  },
});

function byToken(ctx: Context, input: NestedInput): StackRecord | undefined {
  const stack = findStack(ctx, input.StackName);
  return stack?.createToken === input.Token ? stack : undefined;
}

export const updateNestedStack = operation<NestedInput, { Changed: boolean }>({
  access: () => [],
  run(input, ctx) {
    const parent = anyStack(ctx, input.ParentId);
    const stack = anyStack(ctx, input.StackName);
    // A repeated request finds its operation under way.
    if (stack.operation) return { Changed: true };
    checkUpdatable(stack, 'DO_NOTHING');
    return ctx.flow(async (flow) => {
      const prepared = await prepare(flow, requestOf(input, parent), stack, stack.deployment);
      return flow.transact((inner) => {
        const now = anyStack(inner, stack.stackId);
        if (!planChanges(inner, now, prepared).any) return { Changed: false };
        const options = { kind: 'UPDATE_STACK', phase: 'forward', principal: inner.principal, onFailure: 'ROLLBACK' } as const;
        beginOperation(inner, now, options, 'UPDATE_IN_PROGRESS', { deployment: prepared.deployment, updatedAtMs: inner.now });
        return { Changed: true };
      });
    });
  },
});

export const deleteNestedStack = operation<{ StackName: string }, object>({
  access: () => [],
  run({ StackName }, ctx) {
    const stack = anyStack(ctx, StackName);
    if (stack.status !== 'DELETE_COMPLETE' && stack.status !== 'DELETE_IN_PROGRESS') beginDeletion(ctx, stack, {}, ctx.principal);
    return {};
  },
});

export interface StackRest {
  readonly Status: string;
  readonly Reason: string | undefined;
  readonly Outputs: readonly StackOutput[];
}

/** Waits until a stack does nothing any more. */
export const awaitStack = operation<{ StackId: string }, StackRest>({
  access: () => [],
  run: ({ StackId }, ctx) =>
    ctx.flow(async (flow) => {
      for (;;) {
        const rest = flow.transact((inner) => atRest(inner, StackId));
        if (rest) return rest;
        await flow.park(eventTopic(StackId), flow.now() + aDayMs);
      }
    }),
});

const aDayMs = 86_400_000;

function atRest(ctx: Context, stackId: string): StackRest | undefined {
  const stack = ctx.table(stacks).get(stackId)!;
  return stack.operation ? undefined : { Status: stack.status, Reason: stack.statusReason, Outputs: stack.outputs };
}
