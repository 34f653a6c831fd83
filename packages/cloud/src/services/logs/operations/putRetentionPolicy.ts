import type { PutRetentionPolicyCommandInput, PutRetentionPolicyCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../../kernel/service.js';
import { getGroup, groupAccess, groupArnOf } from '../domain/logGroup.js';
import { invalidParameter } from '../errors.js';
import { reschedulePurge } from '../expiry.js';
import { retentionDays } from '../limits.js';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export const putRetentionPolicy = operation<PutRetentionPolicyCommandInput, PutRetentionPolicyCommandOutput>({
  resource: groupArnOf,
  access: groupAccess('PutRetentionPolicy'),
  run({ logGroupName, retentionInDays }, ctx) {
    if (!retentionDays.includes(retentionInDays!)) {
      throw invalidParameter(
        `1 validation error detected: Value '${retentionInDays}' at 'retentionInDays' failed to satisfy constraint: ` +
          `Member must satisfy enum value set: [${retentionDays.join(', ')}]`,
      );
    }
    reschedulePurge(ctx, { ...getGroup(ctx, logGroupName!), retentionInDays: retentionInDays! });
    return {};
  },
});
