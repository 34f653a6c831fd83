import type { GetPolicyCommandInput, GetPolicyCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { policyOf, showPolicy } from '../domain/policies.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicy.html */
export const getPolicy = operation<GetPolicyCommandInput, GetPolicyCommandOutput>({
  resource: (input) => input.PolicyArn,
  run(input, ctx) {
    const policy = policyOf(ctx, input.PolicyArn!);
    return { Policy: { ...showPolicy(ctx, policy), Description: policy.description, Tags: [...policy.tags] } };
  },
});
