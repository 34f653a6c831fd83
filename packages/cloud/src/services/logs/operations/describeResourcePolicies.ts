import type { DescribeResourcePoliciesCommandInput, DescribeResourcePoliciesCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../../kernel/service.js';
import { page } from '../domain/paging.js';
import { described, resourcePolicies } from '../domain/resourcePolicy.js';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeResourcePolicies.html */
export const describeResourcePolicies = operation<DescribeResourcePoliciesCommandInput, DescribeResourcePoliciesCommandOutput>({
  unsupported: ['resourceArn', 'policyScope'],
  run(input, ctx) {
    const { items, nextToken } = page(ctx.table(resourcePolicies).range(), ([name]) => name, input);
    return { resourcePolicies: items.map(([, policy]) => described(policy)), nextToken };
  },
});
