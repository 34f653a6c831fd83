import type { PutGroupPolicyCommandInput, PutGroupPolicyCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { holderResource, putInline } from '../domain/holders.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutGroupPolicy.html */
export const putGroupPolicy = operation<PutGroupPolicyCommandInput, PutGroupPolicyCommandOutput>({
  resource: (input, scope) => holderResource('group', input.GroupName, scope),
  run(input, ctx) {
    putInline(ctx, 'group', input.GroupName!, input.PolicyName!, input.PolicyDocument!);
    return {};
  },
});
