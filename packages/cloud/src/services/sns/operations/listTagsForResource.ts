import type { ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput } from '@aws-sdk/client-sns';
import { operation } from '../../../kernel/service.js';
import { taggedTopicAt } from '../domain/topic.js';

/** https://docs.aws.amazon.com/sns/latest/api/API_ListTagsForResource.html */
export const listTagsForResource = operation<ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput>({
  resource: (input) => input.ResourceArn,
  run: (input, ctx) => ({ Tags: [...taggedTopicAt(ctx, input.ResourceArn).tags] }),
});
