import type { ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../../kernel/service.js';
import { groupAtArn } from '../domain/tags.js';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource = operation<ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput>({
  resource: ({ resourceArn }) => resourceArn,
  run: ({ resourceArn }, ctx) => ({ tags: { ...groupAtArn(ctx, resourceArn!).tags } }),
});
