import type { RemoveUserFromGroupCommandInput, RemoveUserFromGroupCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { holderOf, holderResource, putHolder } from '../domain/holders.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveUserFromGroup.html */
export const removeUserFromGroup = operation<RemoveUserFromGroupCommandInput, RemoveUserFromGroupCommandOutput>({
  resource: (input, scope) => holderResource('group', input.GroupName, scope),
  run(input, ctx) {
    const group = holderOf(ctx, 'group', input.GroupName!);
    const user = holderOf(ctx, 'user', input.UserName!);
    putHolder(ctx, 'user', { ...user, groups: user.groups.filter((name) => name !== group.name) });
    return {};
  },
});
