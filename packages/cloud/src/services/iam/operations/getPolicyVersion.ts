import type { GetPolicyVersionCommandInput, GetPolicyVersionCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { encodeDocument } from '../domain/documents.js';
import { policyOf } from '../domain/policies.js';
import { showVersion, versionOf } from '../domain/policyVersions.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html */
export const getPolicyVersion = operation<GetPolicyVersionCommandInput, GetPolicyVersionCommandOutput>({
  resource: (input) => input.PolicyArn,
  run(input, ctx) {
    const policy = policyOf(ctx, input.PolicyArn!);
    const version = versionOf(policy, input.VersionId!);
    return { PolicyVersion: { Document: encodeDocument(version.document), ...showVersion(policy, version) } };
  },
});
