import type { DeleteResourcePolicyCommandInput, DeleteResourcePolicyCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../../kernel/service.js';
import { resourcePolicies } from '../domain/resourcePolicy.js';
import { policyNotFound } from '../errors.js';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteResourcePolicy.html */
export const deleteResourcePolicy = operation<DeleteResourcePolicyCommandInput, DeleteResourcePolicyCommandOutput>({
  unsupported: ['resourceArn', 'expectedRevisionId'],
  run({ policyName = '' }, ctx) {
    if (!ctx.table(resourcePolicies).delete(policyName)) throw policyNotFound(policyName);
    return {};
  },
});
