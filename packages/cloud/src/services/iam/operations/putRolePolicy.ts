import type { PutRolePolicyCommandInput, PutRolePolicyCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { holderResource, putInline } from '../domain/holders.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html */
export const putRolePolicy = operation<PutRolePolicyCommandInput, PutRolePolicyCommandOutput>({
  resource: (input, scope) => holderResource('role', input.RoleName, scope),
  run(input, ctx) {
    putInline(ctx, 'role', input.RoleName!, input.PolicyName!, input.PolicyDocument!);
    return {};
  },
});
