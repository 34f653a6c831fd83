import type { SetDefaultPolicyVersionCommandInput, SetDefaultPolicyVersionCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { ownPolicyOf, putPolicy } from '../domain/policies.js';
import { versionOf } from '../domain/policyVersions.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_SetDefaultPolicyVersion.html */
export const setDefaultPolicyVersion = operation<SetDefaultPolicyVersionCommandInput, SetDefaultPolicyVersionCommandOutput>({
  resource: (input) => input.PolicyArn,
  run(input, ctx) {
    const policy = ownPolicyOf(ctx, input.PolicyArn!);
    putPolicy(ctx, { ...policy, defaultVersion: versionOf(policy, input.VersionId!).versionId, updatedAtMs: ctx.now });
    return {};
  },
});
