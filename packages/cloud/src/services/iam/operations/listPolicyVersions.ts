import type { ListPolicyVersionsCommandInput, ListPolicyVersionsCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { policyOf } from '../domain/policies.js';
import { showVersion } from '../domain/policyVersions.js';

/** Newest first; five at most, so one page holds them all. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicyVersions.html */
export const listPolicyVersions = operation<ListPolicyVersionsCommandInput, ListPolicyVersionsCommandOutput>({
  resource: (input) => input.PolicyArn,
  unsupported: ['Marker'],
  run(input, ctx) {
    const policy = policyOf(ctx, input.PolicyArn!);
    return { Versions: [...policy.versions].reverse().map((version) => showVersion(policy, version)), IsTruncated: false };
  },
});
