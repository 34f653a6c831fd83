import type { ListGroupsCommandInput, ListGroupsCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { allHolders, holderArn } from '../domain/holders.js';
import { pageOf } from '../domain/paging.js';
import { showGroup } from '../domain/show.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroups.html */
export const listGroups = operation<ListGroupsCommandInput, ListGroupsCommandOutput>({
  resource: (_input, scope) => holderArn('group', scope, '/', ''),
  run(input, ctx) {
    const groups = [...allHolders(ctx, 'group')].filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'));
    const page = pageOf(groups, (group) => group.name.toLowerCase(), input);
    return { Groups: page.items.map((group) => showGroup(group)), ...page.more };
  },
});
