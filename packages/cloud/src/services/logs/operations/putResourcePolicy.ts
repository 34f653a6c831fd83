import type { PutResourcePolicyCommandInput, PutResourcePolicyCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../../kernel/service.js';
import { checkedDocument, described, resourcePolicies } from '../domain/resourcePolicy.js';
import { invalidParameter, limitExceeded } from '../errors.js';
import { limits } from '../limits.js';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html */
export const putResourcePolicy = operation<PutResourcePolicyCommandInput, PutResourcePolicyCommandOutput>({
  unsupported: ['resourceArn', 'expectedRevisionId'],
  run({ policyName, policyDocument }, ctx) {
    if (!policyName) throw invalidParameter('policyName must be specified.');
    const table = ctx.table(resourcePolicies);
    if (!table.has(policyName) && [...table.range()].length >= limits.resourcePolicies.value) throw limitExceeded();
    const policy = { name: policyName, document: checkedDocument(policyDocument), updatedAtMs: ctx.now };
    table.put(policyName, policy);
    return { resourcePolicy: described(policy) };
  },
});
