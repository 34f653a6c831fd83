import type { UpdateStackCommandInput, UpdateStackCommandOutput } from '@aws-sdk/client-cloudformation';
import { compareResources, outputsDiffer, tagsDiffer } from '../../../deploy/changes.js';
import type { ResourceChange } from '../../../deploy/changes.js';
import { planOf } from '../../../deploy/engine/operation.js';
import type { StackRecord } from '../../../deploy/engine/records.js';
import { beginOperation } from '../../../deploy/engine/state.js';
import { operation } from '../../../kernel/service.js';
import type { Context } from '../../../kernel/service.js';
import { deployer } from '../deployer.js';
import { noUpdates } from '../errors.js';
import { prepare } from '../preparation.js';
import type { Prepared } from '../preparation.js';
import { checkLists, checkUpdatable, failureAction, livingStack, refuseRollbackTriggers, stackResource } from '../stackRequests.js';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateStack.html */
export const updateStack = operation<UpdateStackCommandInput, UpdateStackCommandOutput>({
  resource: (input, scope) => stackResource(input.StackName, scope),
  unsupported: ['ResourceTypes', 'StackPolicyBody', 'StackPolicyURL', 'StackPolicyDuringUpdateBody', 'StackPolicyDuringUpdateURL'],
  run(input, ctx) {
    checkLists(input);
    refuseRollbackTriggers(input.RollbackConfiguration);
    const onFailure = failureAction(input);
    const stack = livingStack(ctx, input.StackName!);
    checkUpdatable(stack, onFailure);
    return ctx.flow(async (flow) => {
      const prepared = await prepare(flow, input, stack, stack.deployment);
      const principal = await deployer(flow, prepared.deployment.roleArn);
      return flow.transact((inner) => {
        const now = livingStack(inner, stack.stackId);
        checkUpdatable(now, onFailure);
        if (!planChanges(inner, now, prepared).any) throw noUpdates();
        const { deployment } = prepared;
        const options = { kind: 'UPDATE_STACK', phase: 'forward', principal, token: input.ClientRequestToken, onFailure: onFailure ?? 'ROLLBACK', retainExceptOnCreate: input.RetainExceptOnCreate } as const;
        const begun = beginOperation(inner, now, options, 'UPDATE_IN_PROGRESS', { deployment, updatedAtMs: inner.now, onFailure: options.onFailure });
        return { StackId: stack.stackId, OperationId: begun.operation!.id };
      });
    });
  },
});

/** What a prepared deployment would do to a stack; `any`: something at all, outputs and tags included. */
export function planChanges(ctx: Context, stack: StackRecord, { plan, types, deployment }: Prepared): { changes: ResourceChange[]; any: boolean } {
  const oldPlan = stack.deployment && planOf(ctx, stack, stack.deployment);
  const changes = compareResources(ctx, stack, plan, oldPlan, types, deployment.tags);
  const paused = stack.status === 'CREATE_FAILED' || stack.status === 'UPDATE_FAILED';
  const any = changes.length > 0 || paused || outputsDiffer(ctx, stack, plan) || tagsDiffer(deployment.tags, stack.deployment?.tags ?? []);
  return { changes, any };
}
