import type { GetRolePolicyCommandInput, GetRolePolicyCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { encodeDocument } from '../domain/documents.js';
import { holderResource, inlineOf } from '../domain/holders.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html */
export const getRolePolicy = operation<GetRolePolicyCommandInput, GetRolePolicyCommandOutput>({
  resource: (input, scope) => holderResource('role', input.RoleName, scope),
  run(input, ctx) {
    const { holder, document } = inlineOf(ctx, 'role', input.RoleName!, input.PolicyName!);
    return { RoleName: holder.name, PolicyName: input.PolicyName, PolicyDocument: encodeDocument(document) };
  },
});
