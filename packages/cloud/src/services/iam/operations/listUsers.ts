import type { ListUsersCommandInput, ListUsersCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { allHolders, holderArn } from '../domain/holders.js';
import { pageOf } from '../domain/paging.js';
import { showUser } from '../domain/show.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html */
export const listUsers = operation<ListUsersCommandInput, ListUsersCommandOutput>({
  resource: (_input, scope) => holderArn('user', scope, '/', ''),
  run(input, ctx) {
    const users = [...allHolders(ctx, 'user')].filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'));
    const page = pageOf(users, (user) => user.name.toLowerCase(), input);
    return { Users: page.items.map((user) => showUser(user, 'listed')), ...page.more };
  },
});
