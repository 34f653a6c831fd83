import type { GetContextKeysForCustomPolicyCommandInput, GetContextKeysForCustomPolicyCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { conditionKeysOf, validatePolicy } from '../../../kernel/policy/index.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetContextKeysForCustomPolicy.html */
export const getContextKeysForCustomPolicy = operation<GetContextKeysForCustomPolicyCommandInput, GetContextKeysForCustomPolicyCommandOutput>({
  resource: () => '*',
  run: (input) => ({
    ContextKeyNames: [...new Set(input.PolicyInputList!.flatMap((document) => conditionKeysOf(validatePolicy(document, 'identity'))))],
  }),
});
