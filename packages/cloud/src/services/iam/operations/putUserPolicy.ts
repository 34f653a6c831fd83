import type { PutUserPolicyCommandInput, PutUserPolicyCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { holderResource, putInline } from '../domain/holders.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPolicy.html */
export const putUserPolicy = operation<PutUserPolicyCommandInput, PutUserPolicyCommandOutput>({
  resource: (input, scope) => holderResource('user', input.UserName, scope),
  run(input, ctx) {
    putInline(ctx, 'user', input.UserName!, input.PolicyName!, input.PolicyDocument!);
    return {};
  },
});
