import type { UpdateAssumeRolePolicyCommandInput, UpdateAssumeRolePolicyCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { checkTrustPolicy } from '../domain/documents.js';
import { holderOf, holderResource, putHolder } from '../domain/holders.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html */
export const updateAssumeRolePolicy = operation<UpdateAssumeRolePolicyCommandInput, UpdateAssumeRolePolicyCommandOutput>({
  resource: (input, scope) => holderResource('role', input.RoleName, scope),
  run(input, ctx) {
    const role = holderOf(ctx, 'role', input.RoleName!);
    checkTrustPolicy(ctx, input.PolicyDocument!);
    putHolder(ctx, 'role', { ...role, trustPolicy: input.PolicyDocument! });
    return {};
  },
});
