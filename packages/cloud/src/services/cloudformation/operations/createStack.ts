import type { CreateStackCommandInput, CreateStackCommandOutput } from '@aws-sdk/client-cloudformation';
import { beginOperation, findStack } from '../../../deploy/engine/state.js';
import type { StackRecord } from '../../../deploy/engine/records.js';
import { operation } from '../../../kernel/service.js';
import type { Answer, Context } from '../../../kernel/service.js';
import { deployer } from '../deployer.js';
import { stackExists } from '../errors.js';
import { prepare } from '../preparation.js';
import { checkLists, checkStackName, failureAction, newStackId, putNewStack, refuseRollbackTriggers, scheduleTimeout, stackResource } from '../stackRequests.js';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html */
export const createStack = operation<CreateStackCommandInput, CreateStackCommandOutput>({
  resource: (input, scope) => stackResource(input.StackName, scope),
  unsupported: ['ResourceTypes', 'StackPolicyBody', 'StackPolicyURL'],
  run(input, ctx) {
    const stackName = input.StackName!;
    checkStackName(stackName);
    checkLists(input);
    refuseRollbackTriggers(input.RollbackConfiguration);
    const onFailure = failureAction(input) ?? 'ROLLBACK';
    const earlier = existing(ctx, input);
    if (earlier) return earlier;
    const stackId = newStackId(ctx, stackName);
    return ctx.flow(async (flow) => {
      const { deployment } = await prepare(flow, input, { stackId, stackName }, undefined);
      const principal = await deployer(flow, input.RoleARN);
      return flow.transact((inner) => {
        const other = existing(inner, input);
        if (other) return other;
        const stack: StackRecord = {
          stackId, stackName, onFailure, deployment, status: '', createdAtMs: inner.now, outputs: [], imports: [], lastOperations: [], eventCount: 0,
          terminationProtection: input.EnableTerminationProtection ?? false,
          timeoutMinutes: input.TimeoutInMinutes,
          retainExceptOnCreate: input.RetainExceptOnCreate,
          createToken: input.ClientRequestToken,
        };
        putNewStack(inner, stack);
        const operationOptions = { kind: 'CREATE_STACK', phase: 'forward', principal, token: input.ClientRequestToken, retainExceptOnCreate: input.RetainExceptOnCreate } as const;
        const begun = beginOperation(inner, stack, operationOptions, 'CREATE_IN_PROGRESS', {});
        scheduleTimeout(inner, begun);
        return { StackId: stackId, OperationId: begun.operation!.id };
      });
    });
  },
});

/** The same request again gets the same answer; another for the same name is refused. */
function existing(ctx: Context, input: CreateStackCommandInput): Answer<CreateStackCommandOutput> | undefined {
  const stack = findStack(ctx, input.StackName!);
  if (!stack) return undefined;
  const again = input.ClientRequestToken !== undefined && stack.createToken === input.ClientRequestToken;
  if (!again) throw stackExists(stack.stackName);
  return { StackId: stack.stackId, OperationId: stack.lastOperations.at(-1)?.id };
}
