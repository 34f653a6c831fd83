import type { AddUserToGroupCommandInput, AddUserToGroupCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { holderOf, holderResource, putHolder } from '../domain/holders.js';
import { quotaExceeded } from '../errors.js';
import { limits } from '../limits.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddUserToGroup.html */
export const addUserToGroup = operation<AddUserToGroupCommandInput, AddUserToGroupCommandOutput>({
  resource: (input, scope) => holderResource('group', input.GroupName, scope),
  run(input, ctx) {
    const group = holderOf(ctx, 'group', input.GroupName!);
    const user = holderOf(ctx, 'user', input.UserName!);
    if (user.groups.includes(group.name)) return {};
    if (user.groups.length >= limits.groupsPerUser) throw quotaExceeded('GroupsPerUser', limits.groupsPerUser);
    putHolder(ctx, 'user', { ...user, groups: [...user.groups, group.name] });
    return {};
  },
});
