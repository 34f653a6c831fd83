import type { DetachRolePolicyCommandInput, DetachRolePolicyCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { detachPolicy, holderResource } from '../domain/holders.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachRolePolicy.html */
export const detachRolePolicy = operation<DetachRolePolicyCommandInput, DetachRolePolicyCommandOutput>({
  resource: (input, scope) => holderResource('role', input.RoleName, scope),
  run(input, ctx) {
    detachPolicy(ctx, 'role', input.RoleName!, input.PolicyArn!);
    return {};
  },
});
