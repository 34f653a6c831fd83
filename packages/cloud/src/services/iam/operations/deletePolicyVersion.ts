import type { DeletePolicyVersionCommandInput, DeletePolicyVersionCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { ownPolicyOf, putPolicy } from '../domain/policies.js';
import { versionOf } from '../domain/policyVersions.js';
import { deleteConflict } from '../errors.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicyVersion.html */
export const deletePolicyVersion = operation<DeletePolicyVersionCommandInput, DeletePolicyVersionCommandOutput>({
  resource: (input) => input.PolicyArn,
  run(input, ctx) {
    const policy = ownPolicyOf(ctx, input.PolicyArn!);
    const version = versionOf(policy, input.VersionId!);
    if (version.versionId === policy.defaultVersion) throw deleteConflict('Cannot delete the default version of a policy.');
    putPolicy(ctx, { ...policy, versions: policy.versions.filter((other) => other !== version) });
    return {};
  },
});
