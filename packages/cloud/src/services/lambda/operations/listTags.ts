import type { ListTagsCommandInput, ListTagsCommandOutput } from '@aws-sdk/client-lambda';
import { operation } from '../../../kernel/service.js';
import { findTagged } from '../domain/taggedResource.js';

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListTags.html */
export const listTags = operation<ListTagsCommandInput, ListTagsCommandOutput>({
  resource: (input) => input.Resource,
  run: (input, ctx) => ({ Tags: { ...findTagged(ctx, input.Resource!).tags } }),
});
