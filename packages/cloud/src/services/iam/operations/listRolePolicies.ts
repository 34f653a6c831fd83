import type { ListRolePoliciesCommandInput, ListRolePoliciesCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { holderOf, holderResource } from '../domain/holders.js';
import { pageOf } from '../domain/paging.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRolePolicies.html */
export const listRolePolicies = operation<ListRolePoliciesCommandInput, ListRolePoliciesCommandOutput>({
  resource: (input, scope) => holderResource('role', input.RoleName, scope),
  run(input, ctx) {
    const names = Object.keys(holderOf(ctx, 'role', input.RoleName!).inline).sort();
    const page = pageOf(names, (name) => name, input);
    return { PolicyNames: [...page.items], ...page.more };
  },
});
