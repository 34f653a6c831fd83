import type { ListTagsLogGroupCommandInput, ListTagsLogGroupCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../../kernel/service.js';
import { getGroup, groupArn } from '../domain/logGroup.js';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListTagsLogGroup.html */
export const listTagsLogGroup = operation<ListTagsLogGroupCommandInput, ListTagsLogGroupCommandOutput>({
  resource: ({ logGroupName }, scope) => groupArn(scope, logGroupName!),
  run: ({ logGroupName }, ctx) => ({ tags: { ...getGroup(ctx, logGroupName!).tags } }),
});
