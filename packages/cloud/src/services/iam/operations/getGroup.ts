import type { GetGroupCommandInput, GetGroupCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { allHolders, holderOf, holderResource } from '../domain/holders.js';
import { pageOf } from '../domain/paging.js';
import { showGroup, showUser } from '../domain/show.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetGroup.html */
export const getGroup = operation<GetGroupCommandInput, GetGroupCommandOutput>({
  resource: (input, scope) => holderResource('group', input.GroupName, scope),
  run(input, ctx) {
    const group = holderOf(ctx, 'group', input.GroupName!);
    const members = [...allHolders(ctx, 'user')].filter(({ groups }) => groups.includes(group.name));
    const page = pageOf(members, (user) => user.name.toLowerCase(), input);
    return { Group: showGroup(group), Users: page.items.map((user) => showUser(user, 'listed')), ...page.more };
  },
});
