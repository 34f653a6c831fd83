import type { ListGroupPoliciesCommandInput, ListGroupPoliciesCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { holderOf, holderResource } from '../domain/holders.js';
import { pageOf } from '../domain/paging.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupPolicies.html */
export const listGroupPolicies = operation<ListGroupPoliciesCommandInput, ListGroupPoliciesCommandOutput>({
  resource: (input, scope) => holderResource('group', input.GroupName, scope),
  run(input, ctx) {
    const names = Object.keys(holderOf(ctx, 'group', input.GroupName!).inline).sort();
    const page = pageOf(names, (name) => name, input);
    return { PolicyNames: [...page.items], ...page.more };
  },
});
