import type { DeleteStackCommandInput, DeleteStackCommandOutput } from '@aws-sdk/client-cloudformation';
import { cancel } from '../../../deploy/engine/run.js';
import type { StackRecord } from '../../../deploy/engine/records.js';
import { beginOperation, bury, findStack, getResource, putStack, setStatus } from '../../../deploy/engine/state.js';
import { AwsError, notImplemented } from '../../../kernel/errors.js';
import type { Principal } from '../../../kernel/identity.js';
import { operation } from '../../../kernel/service.js';
import type { Context } from '../../../kernel/service.js';
import { changeSetsOf, removeChangeSet } from '../changeSetRecords.js';
import { deployer } from '../deployer.js';
import { terminationProtected } from '../errors.js';
import { stackResource } from '../stackRequests.js';

/** A stack that is not there counts as deleted. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteStack.html */
export const deleteStack = operation<DeleteStackCommandInput, DeleteStackCommandOutput>({
  resource: (input, scope) => stackResource(input.StackName, scope),
  run(input, ctx) {
    if (input.DeletionMode === 'FORCE_DELETE_STACK') throw notImplemented('DeletionMode FORCE_DELETE_STACK of CloudFormation');
    const stack = findStack(ctx, input.StackName!);
    if (!stack || stack.status === 'DELETE_COMPLETE' || stack.status === 'DELETE_IN_PROGRESS') return {};
    if (stack.terminationProtection) throw terminationProtected(stack.stackName);
    const roleArn = input.RoleARN ?? stack.deployment?.roleArn;
    if (roleArn === undefined) {
      beginDeletion(ctx, stack, input, ctx.principal);
      return {};
    }
    return ctx.flow(async (flow) => {
      const principal = await deployer(flow, roleArn);
      flow.transact((inner) => beginDeletion(inner, findStack(inner, stack.stackId)!, input, principal));
      return {};
    });
  },
});

const creating = new Set(['CREATE_IN_PROGRESS', 'ROLLBACK_IN_PROGRESS']);

export function beginDeletion(ctx: Context, stack: StackRecord, input: Pick<DeleteStackCommandInput, 'RetainResources' | 'ClientRequestToken'>, principal: Principal): void {
  if (stack.status === 'REVIEW_IN_PROGRESS') return deleteEmpty(ctx, stack);
  checkRetained(ctx, stack, input.RetainResources ?? []);
  const request = { principal, token: input.ClientRequestToken, retain: input.RetainResources };
  if (stack.operation && creating.has(stack.status)) {
    putStack(ctx, { ...stack, operation: { ...stack.operation, deleteAfter: request } });
    if (stack.status === 'CREATE_IN_PROGRESS') cancel(ctx, stack.stackId, 'user');
    return;
  }
  if (stack.operation) throw new AwsError('ValidationError', `Stack [${stack.stackName}] cannot be deleted while in status ${stack.status}`);
  beginOperation(ctx, stack, { kind: 'DELETE_STACK', phase: 'delete', ...request }, 'DELETE_IN_PROGRESS', { statusBeforeDeletion: stack.status });
}

/** A stack that only a change set describes. */
function deleteEmpty(ctx: Context, stack: StackRecord): void {
  for (const set of changeSetsOf(ctx, stack.stackId)) removeChangeSet(ctx, set);
  bury(ctx, setStatus(ctx, stack.stackId, 'DELETE_IN_PROGRESS', 'User Initiated'));
}

function checkRetained(ctx: Context, stack: StackRecord, retain: readonly string[]): void {
  if (retain.length === 0) return;
  const failed = stack.status === 'DELETE_FAILED' && retain.every((logicalId) => getResource(ctx, stack.stackId, logicalId)?.status === 'DELETE_FAILED');
  if (failed) return;
  throw new AwsError('ValidationError', `Invalid operation on stack [${stack.stackId}]. RetainResources may only name resources in DELETE_FAILED state of a stack in DELETE_FAILED state.`);
}
