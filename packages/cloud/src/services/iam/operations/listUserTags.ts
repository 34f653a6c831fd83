import type { ListUserTagsCommandInput, ListUserTagsCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { holderOf, holderResource } from '../domain/holders.js';
import { pageOf } from '../domain/paging.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserTags.html */
export const listUserTags = operation<ListUserTagsCommandInput, ListUserTagsCommandOutput>({
  resource: (input, scope) => holderResource('user', input.UserName, scope),
  run(input, ctx) {
    const tags = [...holderOf(ctx, 'user', input.UserName!).tags].sort((a, b) => (a.Key! < b.Key! ? -1 : 1));
    const page = pageOf(tags, (tag) => tag.Key!, input);
    return { Tags: [...page.items], ...page.more };
  },
});
