import type { DetachUserPolicyCommandInput, DetachUserPolicyCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { detachPolicy, holderResource } from '../domain/holders.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachUserPolicy.html */
export const detachUserPolicy = operation<DetachUserPolicyCommandInput, DetachUserPolicyCommandOutput>({
  resource: (input, scope) => holderResource('user', input.UserName, scope),
  run(input, ctx) {
    detachPolicy(ctx, 'user', input.UserName!, input.PolicyArn!);
    return {};
  },
});
