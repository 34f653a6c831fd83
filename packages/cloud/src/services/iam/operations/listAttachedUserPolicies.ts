import type { ListAttachedUserPoliciesCommandInput, ListAttachedUserPoliciesCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { attachedPolicies, holderResource } from '../domain/holders.js';
import { pageOf } from '../domain/paging.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedUserPolicies.html */
export const listAttachedUserPolicies = operation<ListAttachedUserPoliciesCommandInput, ListAttachedUserPoliciesCommandOutput>({
  resource: (input, scope) => holderResource('user', input.UserName, scope),
  run(input, ctx) {
    const found = attachedPolicies(ctx, 'user', input.UserName!, input.PathPrefix);
    const page = pageOf(found, (policy) => policy.PolicyName, input);
    return { AttachedPolicies: [...page.items], ...page.more };
  },
});
