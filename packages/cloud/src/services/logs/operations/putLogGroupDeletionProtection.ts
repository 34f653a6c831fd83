import type { PutLogGroupDeletionProtectionCommandInput, PutLogGroupDeletionProtectionCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../../kernel/service.js';
import { getGroup, groupArn, groupNameOf, putGroup } from '../domain/logGroup.js';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogGroupDeletionProtection.html */
export const putLogGroupDeletionProtection = operation<PutLogGroupDeletionProtectionCommandInput, PutLogGroupDeletionProtectionCommandOutput>({
  resource: (input, scope) => groupArn(scope, groupNameOf(input)),
  run(input, ctx) {
    putGroup(ctx, { ...getGroup(ctx, groupNameOf(input)), deletionProtected: input.deletionProtectionEnabled! });
    return {};
  },
});
