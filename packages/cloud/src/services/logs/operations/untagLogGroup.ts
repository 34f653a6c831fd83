import type { UntagLogGroupCommandInput, UntagLogGroupCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../../kernel/service.js';
import { getGroup, groupAccess, groupArnOf } from '../domain/logGroup.js';
import { removeTags } from '../domain/tags.js';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_UntagLogGroup.html */
export const untagLogGroup = operation<UntagLogGroupCommandInput, UntagLogGroupCommandOutput>({
  resource: groupArnOf,
  access: groupAccess('UntagLogGroup'),
  run({ logGroupName, tags }, ctx) {
    removeTags(ctx, getGroup(ctx, logGroupName!), tags!);
    return {};
  },
});
