import type { DeleteRolePolicyCommandInput, DeleteRolePolicyCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { deleteInline, holderResource } from '../domain/holders.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePolicy.html */
export const deleteRolePolicy = operation<DeleteRolePolicyCommandInput, DeleteRolePolicyCommandOutput>({
  resource: (input, scope) => holderResource('role', input.RoleName, scope),
  run(input, ctx) {
    deleteInline(ctx, 'role', input.RoleName!, input.PolicyName!);
    return {};
  },
});
