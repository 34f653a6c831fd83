import type { GetUserPolicyCommandInput, GetUserPolicyCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { encodeDocument } from '../domain/documents.js';
import { holderResource, inlineOf } from '../domain/holders.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUserPolicy.html */
export const getUserPolicy = operation<GetUserPolicyCommandInput, GetUserPolicyCommandOutput>({
  resource: (input, scope) => holderResource('user', input.UserName, scope),
  run(input, ctx) {
    const { holder, document } = inlineOf(ctx, 'user', input.UserName!, input.PolicyName!);
    return { UserName: holder.name, PolicyName: input.PolicyName, PolicyDocument: encodeDocument(document) };
  },
});
