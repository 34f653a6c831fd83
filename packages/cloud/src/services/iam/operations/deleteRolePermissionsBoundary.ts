import type { DeleteRolePermissionsBoundaryCommandInput, DeleteRolePermissionsBoundaryCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { holderOf, holderResource, setBoundary } from '../domain/holders.js';
import { noSuchEntity } from '../errors.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePermissionsBoundary.html */
export const deleteRolePermissionsBoundary = operation<DeleteRolePermissionsBoundaryCommandInput, DeleteRolePermissionsBoundaryCommandOutput>({
  resource: (input, scope) => holderResource('role', input.RoleName, scope),
  run(input, ctx) {
    if (holderOf(ctx, 'role', input.RoleName!).boundary === undefined) {
      throw noSuchEntity(`Entity ${input.RoleName} does not have a permissions boundary.`);
    }
    setBoundary(ctx, 'role', input.RoleName!, undefined);
    return {};
  },
});
