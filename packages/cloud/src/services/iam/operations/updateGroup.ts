import type { UpdateGroupCommandInput, UpdateGroupCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { allHolders, holderResource, putHolder } from '../domain/holders.js';
import { rename } from '../domain/renaming.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateGroup.html */
export const updateGroup = operation<UpdateGroupCommandInput, UpdateGroupCommandOutput>({
  resource: (input, scope) => holderResource('group', input.GroupName, scope),
  run(input, ctx) {
    const { from, to } = rename(ctx, 'group', input.GroupName!, input.NewGroupName, input.NewPath);
    for (const user of [...allHolders(ctx, 'user')]) {
      if (user.groups.includes(from.name)) {
        putHolder(ctx, 'user', { ...user, groups: user.groups.map((name) => (name === from.name ? to.name : name)) });
      }
    }
    return {};
  },
});
