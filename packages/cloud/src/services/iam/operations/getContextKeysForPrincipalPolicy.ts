import type { GetContextKeysForPrincipalPolicyCommandInput, GetContextKeysForPrincipalPolicyCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { conditionKeysOf, parsePolicy, validatePolicy } from '../../../kernel/policy/index.js';
import { policySource } from '../domain/policySource.js';

/** Keys that the policies of a user, group or role look at. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetContextKeysForPrincipalPolicy.html */
export const getContextKeysForPrincipalPolicy = operation<GetContextKeysForPrincipalPolicyCommandInput, GetContextKeysForPrincipalPolicyCommandOutput>({
  resource: (input) => input.PolicySourceArn,
  run(input, ctx) {
    const own = policySource(ctx, input.PolicySourceArn!).policies.map(({ document }) => parsePolicy(document));
    const given = (input.PolicyInputList ?? []).map((document) => validatePolicy(document, 'identity'));
    return { ContextKeyNames: [...new Set([...own, ...given].flatMap(conditionKeysOf))] };
  },
});
