import type { DeleteLogGroupCommandInput, DeleteLogGroupCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../../kernel/service.js';
import { getGroup, groupAccess, groupArnOf, groups } from '../domain/logGroup.js';
import { deletionProtected } from '../errors.js';
import { sweepGroup } from '../expiry.js';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogGroup.html */
export const deleteLogGroup = operation<DeleteLogGroupCommandInput, DeleteLogGroupCommandOutput>({
  resource: groupArnOf,
  access: groupAccess('DeleteLogGroup'),
  run({ logGroupName }, ctx) {
    const group = getGroup(ctx, logGroupName!);
    if (group.deletionProtected) throw deletionProtected(group.name);
    ctx.table(groups).delete(group.name);
    sweepGroup(ctx, group);
    return {};
  },
});
