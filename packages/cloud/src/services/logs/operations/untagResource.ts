import type { UntagResourceCommandInput, UntagResourceCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../../kernel/service.js';
import { groupAtArn, removeTags } from '../domain/tags.js';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_UntagResource.html */
export const untagResource = operation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  resource: ({ resourceArn }) => resourceArn,
  run({ resourceArn, tagKeys }, ctx) {
    removeTags(ctx, groupAtArn(ctx, resourceArn!), tagKeys!);
    return {};
  },
});
