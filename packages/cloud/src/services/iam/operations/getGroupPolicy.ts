import type { GetGroupPolicyCommandInput, GetGroupPolicyCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { encodeDocument } from '../domain/documents.js';
import { holderResource, inlineOf } from '../domain/holders.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetGroupPolicy.html */
export const getGroupPolicy = operation<GetGroupPolicyCommandInput, GetGroupPolicyCommandOutput>({
  resource: (input, scope) => holderResource('group', input.GroupName, scope),
  run(input, ctx) {
    const { holder, document } = inlineOf(ctx, 'group', input.GroupName!, input.PolicyName!);
    return { GroupName: holder.name, PolicyName: input.PolicyName, PolicyDocument: encodeDocument(document) };
  },
});
