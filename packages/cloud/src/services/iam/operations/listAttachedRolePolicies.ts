import type { ListAttachedRolePoliciesCommandInput, ListAttachedRolePoliciesCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { attachedPolicies, holderResource } from '../domain/holders.js';
import { pageOf } from '../domain/paging.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedRolePolicies.html */
export const listAttachedRolePolicies = operation<ListAttachedRolePoliciesCommandInput, ListAttachedRolePoliciesCommandOutput>({
  resource: (input, scope) => holderResource('role', input.RoleName, scope),
  run(input, ctx) {
    const found = attachedPolicies(ctx, 'role', input.RoleName!, input.PathPrefix);
    const page = pageOf(found, (policy) => policy.PolicyName, input);
    return { AttachedPolicies: [...page.items], ...page.more };
  },
});
