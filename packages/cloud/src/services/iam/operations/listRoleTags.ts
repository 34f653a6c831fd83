import type { ListRoleTagsCommandInput, ListRoleTagsCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { holderOf, holderResource } from '../domain/holders.js';
import { pageOf } from '../domain/paging.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoleTags.html */
export const listRoleTags = operation<ListRoleTagsCommandInput, ListRoleTagsCommandOutput>({
  resource: (input, scope) => holderResource('role', input.RoleName, scope),
  run(input, ctx) {
    const tags = [...holderOf(ctx, 'role', input.RoleName!).tags].sort((a, b) => (a.Key! < b.Key! ? -1 : 1));
    const page = pageOf(tags, (tag) => tag.Key!, input);
    return { Tags: [...page.items], ...page.more };
  },
});
