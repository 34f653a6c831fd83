import type { UntagPolicyCommandInput, UntagPolicyCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { ownPolicyOf, putPolicy } from '../domain/policies.js';
import { removeTags } from '../domain/tags.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagPolicy.html */
export const untagPolicy = operation<UntagPolicyCommandInput, UntagPolicyCommandOutput>({
  resource: (input) => input.PolicyArn,
  run(input, ctx) {
    const policy = ownPolicyOf(ctx, input.PolicyArn!);
    putPolicy(ctx, { ...policy, tags: removeTags(policy.tags, input.TagKeys!) });
    return {};
  },
});
