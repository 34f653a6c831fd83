import type { ListGroupsForUserCommandInput, ListGroupsForUserCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { holderOf, holderResource } from '../domain/holders.js';
import { pageOf } from '../domain/paging.js';
import { showGroup } from '../domain/show.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupsForUser.html */
export const listGroupsForUser = operation<ListGroupsForUserCommandInput, ListGroupsForUserCommandOutput>({
  resource: (input, scope) => holderResource('user', input.UserName, scope),
  run(input, ctx) {
    const groups = holderOf(ctx, 'user', input.UserName!)
      .groups.map((name) => holderOf(ctx, 'group', name))
      .sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
    const page = pageOf(groups, (group) => group.name.toLowerCase(), input);
    return { Groups: page.items.map(showGroup), ...page.more };
  },
});
