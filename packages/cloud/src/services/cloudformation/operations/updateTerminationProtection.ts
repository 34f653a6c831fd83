import type { UpdateTerminationProtectionCommandInput, UpdateTerminationProtectionCommandOutput } from '@aws-sdk/client-cloudformation';
import { putStack } from '../../../deploy/engine/state.js';
import { AwsError } from '../../../kernel/errors.js';
import { operation } from '../../../kernel/service.js';
import { livingStack, stackResource } from '../stackRequests.js';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateTerminationProtection.html */
export const updateTerminationProtection = operation<UpdateTerminationProtectionCommandInput, UpdateTerminationProtectionCommandOutput>({
  resource: (input, scope) => stackResource(input.StackName, scope),
  run(input, ctx) {
    const stack = livingStack(ctx, input.StackName!);
    if (stack.parentId !== undefined) throw new AwsError('ValidationError', 'Termination protection of a nested stack can only be changed on its root stack');
    if (stack.status === 'DELETE_IN_PROGRESS') throw new AwsError('ValidationError', `Stack [${stack.stackName}] is in ${stack.status} state: its termination protection cannot be changed`);
    putStack(ctx, { ...stack, terminationProtection: input.EnableTerminationProtection! });
    return { StackId: stack.stackId };
  },
});
