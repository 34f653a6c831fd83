import type { DeleteGroupCommandInput, DeleteGroupCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { allHolders, deleteHolder, holderOf, holderResource } from '../domain/holders.js';
import { deleteConflict } from '../errors.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteGroup.html */
export const deleteGroup = operation<DeleteGroupCommandInput, DeleteGroupCommandOutput>({
  resource: (input, scope) => holderResource('group', input.GroupName, scope),
  run(input, ctx) {
    const group = holderOf(ctx, 'group', input.GroupName!);
    for (const user of allHolders(ctx, 'user')) {
      if (user.groups.includes(group.name)) throw deleteConflict('Cannot delete entity, must remove users from group first.');
    }
    if (group.attached.length > 0) throw deleteConflict('Cannot delete entity, must detach all policies first.');
    if (Object.keys(group.inline).length > 0) throw deleteConflict('Cannot delete entity, must delete policies first.');
    deleteHolder(ctx, 'group', group.name);
    return {};
  },
});
