import type { ContinueUpdateRollbackCommandInput, ContinueUpdateRollbackCommandOutput } from '@aws-sdk/client-cloudformation';
import { beginOperation, getResource } from '../../../deploy/engine/state.js';
import { AwsError } from '../../../kernel/errors.js';
import { operation } from '../../../kernel/service.js';
import { deployer } from '../deployer.js';
import { wrongState } from '../errors.js';
import { livingStack, stackResource } from '../stackRequests.js';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ContinueUpdateRollback.html */
export const continueUpdateRollback = operation<ContinueUpdateRollbackCommandInput, ContinueUpdateRollbackCommandOutput>({
  resource: (input, scope) => stackResource(input.StackName, scope),
  run(input, ctx) {
    const stack = livingStack(ctx, input.StackName!);
    if (stack.status !== 'UPDATE_ROLLBACK_FAILED') throw wrongState(stack.stackId, stack.status, 'rolled back');
    const skip = input.ResourcesToSkip ?? [];
    const wrong = skip.filter((logicalId) => getResource(ctx, stack.stackId, logicalId)?.status !== 'UPDATE_FAILED');
    if (wrong.length > 0) {
      throw new AwsError('ValidationError', `The following resource(s) to skip are not in UPDATE_FAILED state: [${wrong.join(', ')}]`);
    }
    return ctx.flow(async (flow) => {
      const principal = await deployer(flow, input.RoleARN ?? stack.deployment?.roleArn);
      return flow.transact((inner) => {
        const now = livingStack(inner, stack.stackId);
        if (now.operation) throw wrongState(now.stackId, now.status, 'rolled back');
        const options = { kind: 'CONTINUE_ROLLBACK', phase: 'rollback', principal, token: input.ClientRequestToken, skip } as const;
        beginOperation(inner, now, options, 'UPDATE_ROLLBACK_IN_PROGRESS', {});
        return {};
      });
    });
  },
});
