import type { PutLogGroupDeletionProtectionCommandInput, PutLogGroupDeletionProtectionCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../../kernel/service.js';
import { getGroup, groupAccess, groupArnOf, groupNameOf, putGroup } from '../domain/logGroup.js';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogGroupDeletionProtection.html */
export const putLogGroupDeletionProtection = operation<PutLogGroupDeletionProtectionCommandInput, PutLogGroupDeletionProtectionCommandOutput>({
  resource: groupArnOf,
  access: groupAccess('PutLogGroupDeletionProtection'),
  run(input, ctx) {
    putGroup(ctx, { ...getGroup(ctx, groupNameOf(input)), deletionProtected: input.deletionProtectionEnabled! });
    return {};
  },
});
