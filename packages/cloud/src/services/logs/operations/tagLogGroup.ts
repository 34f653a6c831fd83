import type { TagLogGroupCommandInput, TagLogGroupCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../../kernel/service.js';
import { getGroup, groupAccess, groupArnOf, putGroup } from '../domain/logGroup.js';
import { withTags } from '../domain/tags.js';
import { invalidParameter } from '../errors.js';
import { limits } from '../limits.js';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagLogGroup.html */
export const tagLogGroup = operation<TagLogGroupCommandInput, TagLogGroupCommandOutput>({
  resource: groupArnOf,
  access: groupAccess('TagLogGroup'),
  run({ logGroupName, tags }, ctx) {
    const group = getGroup(ctx, logGroupName!);
    const tooMany = () => invalidParameter(`A log group may have at most ${limits.tags.value} tags.`);
    putGroup(ctx, { ...group, tags: withTags(group.tags, tags!, tooMany) });
    return {};
  },
});
