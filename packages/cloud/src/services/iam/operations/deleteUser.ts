import type { DeleteUserCommandInput, DeleteUserCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { accessKeysOf } from '../domain/accessKeys.js';
import { deleteHolder, holderOf, holderResource, setBoundary } from '../domain/holders.js';
import { deleteConflict } from '../errors.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html */
export const deleteUser = operation<DeleteUserCommandInput, DeleteUserCommandOutput>({
  resource: (input, scope) => holderResource('user', input.UserName, scope),
  run(input, ctx) {
    const user = holderOf(ctx, 'user', input.UserName!);
    if (accessKeysOf(ctx, user.name).length > 0) throw deleteConflict('Cannot delete entity, must delete access keys first.');
    if (user.groups.length > 0) throw deleteConflict('Cannot delete entity, must remove users from group first.');
    if (user.attached.length > 0) throw deleteConflict('Cannot delete entity, must detach all policies first.');
    if (Object.keys(user.inline).length > 0) throw deleteConflict('Cannot delete entity, must delete policies first.');
    setBoundary(ctx, 'user', user.name, undefined);
    deleteHolder(ctx, 'user', user.name);
    return {};
  },
});
