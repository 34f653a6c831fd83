import type { ListAttachedGroupPoliciesCommandInput, ListAttachedGroupPoliciesCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { attachedPolicies, holderResource } from '../domain/holders.js';
import { pageOf } from '../domain/paging.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedGroupPolicies.html */
export const listAttachedGroupPolicies = operation<ListAttachedGroupPoliciesCommandInput, ListAttachedGroupPoliciesCommandOutput>({
  resource: (input, scope) => holderResource('group', input.GroupName, scope),
  run(input, ctx) {
    const found = attachedPolicies(ctx, 'group', input.GroupName!, input.PathPrefix);
    const page = pageOf(found, (policy) => policy.PolicyName, input);
    return { AttachedPolicies: [...page.items], ...page.more };
  },
});
