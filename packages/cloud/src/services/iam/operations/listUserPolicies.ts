import type { ListUserPoliciesCommandInput, ListUserPoliciesCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { holderOf, holderResource } from '../domain/holders.js';
import { pageOf } from '../domain/paging.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserPolicies.html */
export const listUserPolicies = operation<ListUserPoliciesCommandInput, ListUserPoliciesCommandOutput>({
  resource: (input, scope) => holderResource('user', input.UserName, scope),
  run(input, ctx) {
    const names = Object.keys(holderOf(ctx, 'user', input.UserName!).inline).sort();
    const page = pageOf(names, (name) => name, input);
    return { PolicyNames: [...page.items], ...page.more };
  },
});
