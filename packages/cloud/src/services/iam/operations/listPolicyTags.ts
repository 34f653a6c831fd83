import type { ListPolicyTagsCommandInput, ListPolicyTagsCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { pageOf } from '../domain/paging.js';
import { policyOf } from '../domain/policies.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicyTags.html */
export const listPolicyTags = operation<ListPolicyTagsCommandInput, ListPolicyTagsCommandOutput>({
  resource: (input) => input.PolicyArn,
  run(input, ctx) {
    const tags = [...policyOf(ctx, input.PolicyArn!).tags].sort((a, b) => (a.Key! < b.Key! ? -1 : 1));
    const page = pageOf(tags, (tag) => tag.Key!, input);
    return { Tags: [...page.items], ...page.more };
  },
});
