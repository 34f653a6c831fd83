import type { ListPoliciesCommandInput, ListPoliciesCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import type { Context } from '../../../kernel/service.js';
import { awsManagedPolicies } from '../domain/awsManagedPolicies.js';
import { pageOf } from '../domain/paging.js';
import { attachmentsOf, showPolicy } from '../domain/policies.js';
import { policies } from '../domain/records.js';
import type { PolicyRecord } from '../domain/records.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicies.html */
export const listPolicies = operation<ListPoliciesCommandInput, ListPoliciesCommandOutput>({
  resource: () => '*',
  run(input, ctx) {
    const found = [...inScope(ctx, input.Scope ?? 'All')].filter((policy) => wanted(ctx, policy, input));
    found.sort((a, b) => (a.arn < b.arn ? -1 : 1));
    const page = pageOf(found, (policy) => policy.arn, input);
    return { Policies: page.items.map((policy) => showPolicy(ctx, policy)), ...page.more };
  },
});

function* inScope(ctx: Context, scope: string): IterableIterator<PolicyRecord> {
  if (scope !== 'AWS') for (const [, policy] of ctx.table(policies).range()) yield policy;
  if (scope !== 'Local') yield* awsManagedPolicies().values();
}

function wanted(ctx: Context, policy: PolicyRecord, input: ListPoliciesCommandInput): boolean {
  if (!policy.path.startsWith(input.PathPrefix ?? '/')) return false;
  if (!input.OnlyAttached && input.PolicyUsageFilter === undefined) return true;
  for (const _ of attachmentsOf(ctx, policy.arn, input.PolicyUsageFilter)) return true;
  return !input.OnlyAttached;
}
