import type { DeleteRetentionPolicyCommandInput, DeleteRetentionPolicyCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../../kernel/service.js';
import { getGroup, groupAccess, groupArnOf } from '../domain/logGroup.js';
import { reschedulePurge } from '../expiry.js';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteRetentionPolicy.html */
export const deleteRetentionPolicy = operation<DeleteRetentionPolicyCommandInput, DeleteRetentionPolicyCommandOutput>({
  resource: groupArnOf,
  access: groupAccess('DeleteRetentionPolicy'),
  run({ logGroupName }, ctx) {
    const { retentionInDays: _gone, ...group } = getGroup(ctx, logGroupName!);
    reschedulePurge(ctx, group);
    return {};
  },
});
