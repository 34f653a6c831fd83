import type { CreatePolicyVersionCommandInput, CreatePolicyVersionCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { checkManagedDocument } from '../domain/documents.js';
import { ownPolicyOf, putPolicy } from '../domain/policies.js';
import { limitExceeded } from '../errors.js';
import { limits } from '../limits.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicyVersion.html */
export const createPolicyVersion = operation<CreatePolicyVersionCommandInput, CreatePolicyVersionCommandOutput>({
  resource: (input) => input.PolicyArn,
  run(input, ctx) {
    const policy = ownPolicyOf(ctx, input.PolicyArn!);
    checkManagedDocument(input.PolicyDocument!);
    if (policy.versions.length >= limits.policyVersions) {
      throw limitExceeded(
        `A managed policy can have up to ${limits.policyVersions} versions. Before you create a new version, you must delete an existing version.`,
      );
    }
    const version = { versionId: `v${policy.nextVersion}`, document: input.PolicyDocument!, createdAtMs: ctx.now };
    const isDefault = input.SetAsDefault === true;
    putPolicy(ctx, {
      ...policy,
      versions: [...policy.versions, version],
      nextVersion: policy.nextVersion + 1,
      updatedAtMs: ctx.now,
      defaultVersion: isDefault ? version.versionId : policy.defaultVersion,
    });
    return { PolicyVersion: { VersionId: version.versionId, IsDefaultVersion: isDefault, CreateDate: new Date(version.createdAtMs) } };
  },
});
