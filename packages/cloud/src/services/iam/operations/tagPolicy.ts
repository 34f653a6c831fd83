import type { TagPolicyCommandInput, TagPolicyCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { ownPolicyOf, putPolicy } from '../domain/policies.js';
import { mergeTags } from '../domain/tags.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagPolicy.html */
export const tagPolicy = operation<TagPolicyCommandInput, TagPolicyCommandOutput>({
  resource: (input) => input.PolicyArn,
  run(input, ctx) {
    const policy = ownPolicyOf(ctx, input.PolicyArn!);
    putPolicy(ctx, { ...policy, tags: mergeTags(policy.tags, input.Tags) });
    return {};
  },
});
