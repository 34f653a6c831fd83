import type { ExecuteChangeSetCommandInput, ExecuteChangeSetCommandOutput } from '@aws-sdk/client-cloudformation';
import { beginOperation } from '../../../deploy/engine/state.js';
import type { OperationRecord } from '../../../deploy/engine/records.js';
import type { Principal } from '../../../kernel/identity.js';
import { operation } from '../../../kernel/service.js';
import type { Context } from '../../../kernel/service.js';
import { changeSetsOf, getChangeSet, putChangeSet } from '../changeSetRecords.js';
import type { ChangeSetRecord } from '../changeSetRecords.js';
import { deployer } from '../deployer.js';
import { changeSetNotExecutable } from '../errors.js';
import { checkUpdatable, failureAction, livingStack, stackResource } from '../stackRequests.js';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ExecuteChangeSet.html */
export const executeChangeSet = operation<ExecuteChangeSetCommandInput, ExecuteChangeSetCommandOutput>({
  resource: (input, scope) => stackResource(input.StackName, scope),
  run(input, ctx) {
    const set = executable(ctx, input);
    return ctx.flow(async (flow) => {
      const principal = await deployer(flow, set.deployment.roleArn);
      flow.transact((inner) => execute(inner, input, executable(inner, input), principal));
      return {};
    });
  },
});

function executable(ctx: Context, input: ExecuteChangeSetCommandInput): ChangeSetRecord {
  const set = getChangeSet(ctx, input.ChangeSetName!, input.StackName);
  if (set.execution !== 'AVAILABLE') throw changeSetNotExecutable(set.id, set.status === 'FAILED' ? set.status : set.execution);
  const onFailure = actionOf(input, set);
  if (set.type === 'UPDATE') checkUpdatable(livingStack(ctx, set.stackId), onFailure);
  return set;
}

const actionOf = (input: ExecuteChangeSetCommandInput, set: ChangeSetRecord): OperationRecord['onFailure'] => failureAction(input) ?? set.onStackFailure ?? 'ROLLBACK';

function execute(ctx: Context, input: ExecuteChangeSetCommandInput, set: ChangeSetRecord, principal: Principal): void {
  const stack = livingStack(ctx, set.stackId);
  const creating = set.type === 'CREATE';
  const onFailure = actionOf(input, set);
  for (const other of changeSetsOf(ctx, stack.stackId)) {
    putChangeSet(ctx, { ...other, execution: other.id === set.id ? 'EXECUTE_COMPLETE' : 'OBSOLETE' });
  }
  const change = { deployment: set.deployment, changeSetId: set.id, onFailure, retainExceptOnCreate: input.RetainExceptOnCreate, ...(!creating && { updatedAtMs: ctx.now }) };
  const kind = creating ? 'CREATE_STACK' : 'UPDATE_STACK';
  const options = { kind, phase: 'forward', principal, token: input.ClientRequestToken, onFailure, retainExceptOnCreate: input.RetainExceptOnCreate } as const;
  beginOperation(ctx, stack, options, creating ? 'CREATE_IN_PROGRESS' : 'UPDATE_IN_PROGRESS', change);
}
