import type { SimulatePrincipalPolicyCommandInput, SimulatePrincipalPolicyCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { validatePolicy } from '../../../kernel/policy/index.js';
import { permissionsBoundary } from '../domain/identity.js';
import type { AppliedPolicy } from '../domain/identity.js';
import { pageOf } from '../domain/paging.js';
import { policySource } from '../domain/policySource.js';
import { simulate } from '../domain/simulation.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html */
export const simulatePrincipalPolicy = operation<SimulatePrincipalPolicyCommandInput, SimulatePrincipalPolicyCommandOutput>({
  resource: (input) => input.PolicySourceArn,
  unsupported: ['CallerArn', 'ResourceHandlingOption', 'PolicyExclusionList'],
  run(input, ctx) {
    const { principal, policies } = policySource(ctx, input.PolicySourceArn!);
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
