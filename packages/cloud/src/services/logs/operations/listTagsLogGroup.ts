import type { ListTagsLogGroupCommandInput, ListTagsLogGroupCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../../kernel/service.js';
import { getGroup, groupAccess, groupArnOf } from '../domain/logGroup.js';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListTagsLogGroup.html */
export const listTagsLogGroup = operation<ListTagsLogGroupCommandInput, ListTagsLogGroupCommandOutput>({
  resource: groupArnOf,
  access: groupAccess('ListTagsLogGroup'),
  run: ({ logGroupName }, ctx) => ({ tags: { ...getGroup(ctx, logGroupName!).tags } }),
});
