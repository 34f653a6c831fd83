import type { SimulatePrincipalPolicyCommandInput, SimulatePrincipalPolicyCommandOutput } from '@aws-sdk/client-iam';
import { parseArn } from '../../../kernel/identity.js';
import type { Principal } from '../../../kernel/identity.js';
import { operation } from '../../../kernel/service.js';
import type { Context } from '../../../kernel/service.js';
import { validatePolicy } from '../../../kernel/policy/index.js';
import { holderOf } from '../domain/holders.js';
import { appliedPolicies, permissionsBoundary, policiesOfHolder } from '../domain/identity.js';
import type { AppliedPolicy } from '../domain/identity.js';
import { pageOf } from '../domain/paging.js';
import type { HolderKind } from '../domain/records.js';
import { simulate } from '../domain/simulation.js';
import { invalidInput } from '../errors.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html */
export const simulatePrincipalPolicy = operation<SimulatePrincipalPolicyCommandInput, SimulatePrincipalPolicyCommandOutput>({
  resource: (input) => input.PolicySourceArn,
  unsupported: ['CallerArn', 'ResourceHandlingOption', 'PolicyExclusionList'],
  run(input, ctx) {
    const { principal, policies } = sourceOf(ctx, input.PolicySourceArn!);
    for (const document of input.PolicyInputList ?? []) validatePolicy(document, 'identity');
    const boundary = permissionsBoundary(principal, ctx);
    const results = simulate({
      principal,
      policies: [...policies, ...(input.PolicyInputList ?? []).map((document, at) => given(document, at))],
      boundaries: input.PermissionsBoundaryPolicyInputList ?? (boundary === undefined ? [] : [boundary]),
      resourcePolicy: input.ResourcePolicy,
      resourceOwner: input.ResourceOwner,
      actions: input.ActionNames!,
      resources: input.ResourceArns ?? ['*'],
      context: input.ContextEntries ?? [],
    });
    const page = pageOf(results.map((result, at) => ({ result, at: String(at).padStart(8, '0') })), ({ at }) => at, input);
    return { EvaluationResults: page.items.map(({ result }) => result), ...page.more };
  },
});

const given = (document: string, at: number): AppliedPolicy => ({ id: `PolicyInputList.${at + 1}`, type: 'user', document });

function sourceOf(ctx: Context, arn: string): { principal: Principal; policies: AppliedPolicy[] } {
  const parts = parseArn(arn);
  const kind = parts?.resource.split('/')[0];
  if (parts?.service !== 'iam' || (kind !== 'role' && kind !== 'user' && kind !== 'group')) throw invalidInput(`ARN ${arn} is not valid.`);
  const holder = holderOf(ctx, kind, parts.resource.slice(parts.resource.lastIndexOf('/') + 1));
  const principal: Principal = { kind: kind === 'role' ? 'role' : 'user', account: parts.account, arn, userId: holder.id, name: holder.name };
  return { principal, policies: kind === 'group' ? policiesOfHolder(ctx, kind satisfies HolderKind, holder) : appliedPolicies(ctx, kind, holder.name) };
}
