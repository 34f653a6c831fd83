import type { PutRolePermissionsBoundaryCommandInput, PutRolePermissionsBoundaryCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { holderResource, setBoundary } from '../domain/holders.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePermissionsBoundary.html */
export const putRolePermissionsBoundary = operation<PutRolePermissionsBoundaryCommandInput, PutRolePermissionsBoundaryCommandOutput>({
  resource: (input, scope) => holderResource('role', input.RoleName, scope),
  run(input, ctx) {
    setBoundary(ctx, 'role', input.RoleName!, input.PermissionsBoundary!);
    return {};
  },
});
