import type { DeletePolicyCommandInput, DeletePolicyCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { attachmentsOf, ownPolicyOf } from '../domain/policies.js';
import { policies } from '../domain/records.js';
import { deleteConflict } from '../errors.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html */
export const deletePolicy = operation<DeletePolicyCommandInput, DeletePolicyCommandOutput>({
  resource: (input) => input.PolicyArn,
  run(input, ctx) {
    const policy = ownPolicyOf(ctx, input.PolicyArn!);
    for (const _ of attachmentsOf(ctx, policy.arn)) throw deleteConflict('Cannot delete a policy attached to entities.');
    if (policy.versions.length > 1) {
      throw deleteConflict(
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
      );
    }
    ctx.table(policies).delete(policy.name.toLowerCase());
    return {};
  },
});
