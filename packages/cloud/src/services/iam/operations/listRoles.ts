import type { ListRolesCommandInput, ListRolesCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { allHolders, holderArn } from '../domain/holders.js';
import { pageOf } from '../domain/paging.js';
import { showRole } from '../domain/show.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html */
export const listRoles = operation<ListRolesCommandInput, ListRolesCommandOutput>({
  resource: (_input, scope) => holderArn('role', scope, '/', ''),
  run(input, ctx) {
    const roles = [...allHolders(ctx, 'role')].filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'));
    const page = pageOf(roles, (role) => role.name.toLowerCase(), input);
    return { Roles: page.items.map((role) => showRole(role, 'listed')), ...page.more };
  },
});
