import type { DetachGroupPolicyCommandInput, DetachGroupPolicyCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { detachPolicy, holderResource } from '../domain/holders.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachGroupPolicy.html */
export const detachGroupPolicy = operation<DetachGroupPolicyCommandInput, DetachGroupPolicyCommandOutput>({
  resource: (input, scope) => holderResource('group', input.GroupName, scope),
  run(input, ctx) {
    detachPolicy(ctx, 'group', input.GroupName!, input.PolicyArn!);
    return {};
  },
});
