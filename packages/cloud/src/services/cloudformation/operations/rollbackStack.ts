import type { RollbackStackCommandInput, RollbackStackCommandOutput } from '@aws-sdk/client-cloudformation';
import { beginOperation } from '../../../deploy/engine/state.js';
import { operation } from '../../../kernel/service.js';
import { deployer } from '../deployer.js';
import { wrongState } from '../errors.js';
import { livingStack, stackResource } from '../stackRequests.js';

/** Takes a stack whose failed operation was left as it was back to its last stable state. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_RollbackStack.html */
export const rollbackStack = operation<RollbackStackCommandInput, RollbackStackCommandOutput>({
  resource: (input, scope) => stackResource(input.StackName, scope),
  run(input, ctx) {
    const stack = livingStack(ctx, input.StackName!);
    if (stack.status !== 'CREATE_FAILED' && stack.status !== 'UPDATE_FAILED') throw wrongState(stack.stackId, stack.status, 'rolled back');
    return ctx.flow(async (flow) => {
      const principal = await deployer(flow, input.RoleARN ?? stack.deployment?.roleArn);
      return flow.transact((inner) => {
        const now = livingStack(inner, stack.stackId);
        if (now.operation) throw wrongState(now.stackId, now.status, 'rolled back');
        const status = now.stable === undefined ? 'ROLLBACK_IN_PROGRESS' : 'UPDATE_ROLLBACK_IN_PROGRESS';
        const options = { kind: 'ROLLBACK', phase: 'rollback', principal, token: input.ClientRequestToken, retainExceptOnCreate: input.RetainExceptOnCreate } as const;
        const begun = beginOperation(inner, now, options, status, {});
        return { StackId: now.stackId, OperationId: begun.operation!.id };
      });
    });
  },
});
