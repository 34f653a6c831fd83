import type { ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput } from '@aws-sdk/client-eventbridge';
import { operation } from '../../../kernel/service.js';
import { tagList, taggedAt } from '../domain/tags.js';

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource = operation<ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput>({
  resource: ({ ResourceARN }) => ResourceARN,
  run: ({ ResourceARN }, ctx) => ({ Tags: tagList(taggedAt(ctx, ResourceARN!).tags) }),
});
