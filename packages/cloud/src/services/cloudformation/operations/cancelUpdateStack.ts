import type { CancelUpdateStackCommandInput, CancelUpdateStackCommandOutput } from '@aws-sdk/client-cloudformation';
import { cancel } from '../../../deploy/engine/run.js';
import { AwsError } from '../../../kernel/errors.js';
import { operation } from '../../../kernel/service.js';
import { livingStack, stackResource } from '../stackRequests.js';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CancelUpdateStack.html */
export const cancelUpdateStack = operation<CancelUpdateStackCommandInput, CancelUpdateStackCommandOutput>({
  resource: (input, scope) => stackResource(input.StackName, scope),
  run(input, ctx) {
    const stack = livingStack(ctx, input.StackName!);
    if (stack.status !== 'UPDATE_IN_PROGRESS') {
      throw new AwsError('ValidationError', `CancelUpdateStack cannot be called from current stack status`);
    }
    cancel(ctx, stack.stackId, 'user');
    return {};
  },
});
