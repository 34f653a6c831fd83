import type { DeleteRoleCommandInput, DeleteRoleCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { deleteHolder, holderOf, holderResource, setBoundary } from '../domain/holders.js';
import { profilesWithRole } from '../domain/instanceProfiles.js';
import { deleteConflict } from '../errors.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html */
export const deleteRole = operation<DeleteRoleCommandInput, DeleteRoleCommandOutput>({
  resource: (input, scope) => holderResource('role', input.RoleName, scope),
  run(input, ctx) {
    const role = holderOf(ctx, 'role', input.RoleName!);
    if (profilesWithRole(ctx, role.name).length > 0) {
      throw deleteConflict('Cannot delete entity, must remove roles from instance profile first.');
    }
    if (role.attached.length > 0) throw deleteConflict('Cannot delete entity, must detach all policies first.');
    if (Object.keys(role.inline).length > 0) throw deleteConflict('Cannot delete entity, must delete policies first.');
    setBoundary(ctx, 'role', role.name, undefined);
    deleteHolder(ctx, 'role', role.name);
    return {};
  },
});
