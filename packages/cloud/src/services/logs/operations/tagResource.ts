import type { TagResourceCommandInput, TagResourceCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../../kernel/service.js';
import { putGroup } from '../domain/logGroup.js';
import { groupAtArn, withTags } from '../domain/tags.js';
import { tooManyTags } from '../errors.js';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagResource.html */
export const tagResource = operation<TagResourceCommandInput, TagResourceCommandOutput>({
  resource: ({ resourceArn }) => resourceArn,
  run({ resourceArn, tags }, ctx) {
    const group = groupAtArn(ctx, resourceArn!);
    putGroup(ctx, { ...group, tags: withTags(group.tags, tags!, () => tooManyTags(resourceArn!)) });
    return {};
  },
});
