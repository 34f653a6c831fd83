import type { DeleteLogGroupCommandInput, DeleteLogGroupCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../../kernel/service.js';
import { getGroup, groupArn, groups } from '../domain/logGroup.js';
import { sweepGroup } from '../expiry.js';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogGroup.html */
export const deleteLogGroup = operation<DeleteLogGroupCommandInput, DeleteLogGroupCommandOutput>({
  resource: ({ logGroupName }, scope) => groupArn(scope, logGroupName!),
  run({ logGroupName }, ctx) {
    const group = getGroup(ctx, logGroupName!);
    ctx.table(groups).delete(group.name);
    sweepGroup(ctx, group);
    return {};
  },
});
