import type { DeploymentConfig } from '@aws-sdk/client-cloudformation';
import { AwsError, notImplemented } from '../../kernel/errors.js';
import { arn } from '../../kernel/identity.js';
import type { Scope } from '../../kernel/identity.js';
import type { Context } from '../../kernel/service.js';
import { cancel } from '../../deploy/engine/run.js';
import type { OperationRecord, StackRecord } from '../../deploy/engine/records.js';
import { stackNames, stacks } from '../../deploy/engine/records.js';
import { findStack } from '../../deploy/engine/state.js';
import * as errors from './errors.js';
import { limits } from './limits.js';

const namePattern = /^[a-zA-Z][-a-zA-Z0-9]*$/;

export function checkStackName(name: string): void {
  const fail = (constraint: string): never => {
    throw new AwsError('ValidationError', `1 validation error detected: Value '${name}' at 'stackName' failed to satisfy constraint: Member must ${constraint}`);
  };
  const longest = limits.stackNameLength.value;
  if (name.length > longest) fail(`have length less than or equal to ${longest}`);
  if (!namePattern.test(name)) fail('satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*');
}

/** For authorization: the stack by its name, whatever its id. */
export function stackResource(nameOrId: string | undefined, scope: Scope): string | undefined {
  if (nameOrId === undefined) return undefined;
  return nameOrId.startsWith('arn:') ? nameOrId : arn('cloudformation', scope, `stack/${nameOrId}/*`);
}

export const newStackId = (ctx: Context, name: string): string => arn('cloudformation', ctx.scope, `stack/${name}/${ctx.ids.uuid()}`);

/** A stack that may be written to: a deleted one counts as missing. */
export function livingStack(ctx: Context, nameOrId: string, missing: (name: string) => AwsError = errors.noStack): StackRecord {
  const stack = findStack(ctx, nameOrId);
  if (!stack || stack.status === 'DELETE_COMPLETE') throw missing(nameOrId);
  return stack;
}

/** A stack, or a deleted one by its id. */
export function anyStack(ctx: Context, nameOrId: string, missing: (name: string) => AwsError = errors.noStackWithId): StackRecord {
  const stack = findStack(ctx, nameOrId);
  if (!stack) throw missing(nameOrId);
  return stack;
}

interface FailureOptions {
  readonly OnFailure?: string | undefined;
  readonly OnStackFailure?: string | undefined;
  readonly DisableRollback?: boolean | undefined;
  readonly DeploymentConfig?: DeploymentConfig | undefined;
}

/** What to do when a resource fails; undefined where the request says nothing. */
export function failureAction(input: FailureOptions): OperationRecord['onFailure'] | undefined {
  if (input.DeploymentConfig?.Mode === 'EXPRESS') throw notImplemented('DeploymentConfig.Mode EXPRESS of CloudFormation');
  if (input.OnFailure !== undefined && input.DisableRollback !== undefined) {
    throw new AwsError('ValidationError', 'You can specify only one of DisableRollback or OnFailure.');
  }
  const disabled = input.DisableRollback ?? input.DeploymentConfig?.DisableRollback;
  const named = (input.OnFailure ?? input.OnStackFailure) as OperationRecord['onFailure'] | undefined;
  return named ?? (disabled === undefined ? undefined : disabled ? 'DO_NOTHING' : 'ROLLBACK');
}

export function checkLists(input: { readonly Tags?: readonly unknown[] | undefined; readonly NotificationARNs?: readonly unknown[] | undefined }): void {
  const tooMany = (member: string, limit: number): AwsError =>
    new AwsError('ValidationError', `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must have length less than or equal to ${limit}`);
  if ((input.Tags?.length ?? 0) > limits.tags.value) throw tooMany('tags', limits.tags.value);
  if ((input.NotificationARNs?.length ?? 0) > limits.notificationArns.value) throw tooMany('notificationARNs', limits.notificationArns.value);
}

/** Empty members say nothing and are no reason to refuse a request. */
export function refuseRollbackTriggers(configuration: { readonly RollbackTriggers?: readonly unknown[] | undefined } | undefined): void {
  if ((configuration?.RollbackTriggers?.length ?? 0) > 0) throw notImplemented('RollbackConfiguration.RollbackTriggers of CloudFormation');
}

export function putNewStack(ctx: Context, stack: StackRecord): void {
  ctx.table(stackNames).put(stack.stackName, stack.stackId);
  ctx.table(stacks).put(stack.stackId, stack);
}

const updatable = new Set(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', 'IMPORT_COMPLETE', 'IMPORT_ROLLBACK_COMPLETE']);

/** Throws where a stack's state does not allow an update. A paused one goes on only with rollback disabled. */
export function checkUpdatable(stack: StackRecord, onFailure: OperationRecord['onFailure'] | undefined): void {
  if (updatable.has(stack.status)) return;
  if (stack.status !== 'CREATE_FAILED' && stack.status !== 'UPDATE_FAILED') throw errors.wrongState(stack.stackId, stack.status, 'updated');
  if (onFailure !== 'DO_NOTHING') throw errors.pausedState(stack.status);
}

/** Ends a create that takes longer than it may. */
export function expireCreation({ stackId, operationId }: { stackId: string; operationId: string }, ctx: Context): void {
  if (ctx.table(stacks).get(stackId)?.operation?.id === operationId) cancel(ctx, stackId, 'timeout');
}

export function scheduleTimeout(ctx: Context, stack: StackRecord): void {
  if (stack.timeoutMinutes === undefined || !stack.operation) return;
  ctx.schedule('expireCreation', ctx.now + stack.timeoutMinutes * 60_000, { stackId: stack.stackId, operationId: stack.operation.id });
}
