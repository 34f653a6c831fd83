import type { ListInstanceProfileTagsCommandInput, ListInstanceProfileTagsCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { profileArn, profileOf } from '../domain/instanceProfiles.js';
import { pageOf } from '../domain/paging.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfileTags.html */
export const listInstanceProfileTags = operation<ListInstanceProfileTagsCommandInput, ListInstanceProfileTagsCommandOutput>({
  resource: (input, scope) => profileArn(scope, '/', input.InstanceProfileName),
  run(input, ctx) {
    const tags = [...profileOf(ctx, input.InstanceProfileName!).tags].sort((a, b) => (a.Key! < b.Key! ? -1 : 1));
    const page = pageOf(tags, (tag) => tag.Key!, input);
    return { Tags: [...page.items], ...page.more };
  },
});
