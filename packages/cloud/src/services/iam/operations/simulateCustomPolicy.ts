import type { SimulateCustomPolicyCommandInput, SimulateCustomPolicyCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { validatePolicy } from '../../../kernel/policy/index.js';
import { pageOf } from '../domain/paging.js';
import { simulate } from '../domain/simulation.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html */
export const simulateCustomPolicy = operation<SimulateCustomPolicyCommandInput, SimulateCustomPolicyCommandOutput>({
  resource: () => '*',
  unsupported: ['CallerArn', 'ResourceHandlingOption'],
  run(input, ctx) {
    for (const document of input.PolicyInputList!) validatePolicy(document, 'identity');
    const { account } = ctx.scope;
    const results = simulate({
      principal: { kind: 'user', account, arn: `arn:aws:iam::${account}:user/simulated`, userId: 'AIDASIMULATED' },
      policies: input.PolicyInputList!.map((document, at) => ({ id: `PolicyInputList.${at + 1}`, type: 'user', document })),
      boundaries: input.PermissionsBoundaryPolicyInputList ?? [],
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
