import type { AttachRolePolicyCommandInput, AttachRolePolicyCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { attachPolicy, holderResource } from '../domain/holders.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html */
export const attachRolePolicy = operation<AttachRolePolicyCommandInput, AttachRolePolicyCommandOutput>({
  resource: (input, scope) => holderResource('role', input.RoleName, scope),
  run(input, ctx) {
    attachPolicy(ctx, 'role', input.RoleName!, input.PolicyArn!);
    return {};
  },
});
