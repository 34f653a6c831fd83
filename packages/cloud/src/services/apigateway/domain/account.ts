import { badRequest } from '../errors.js';
import { limits } from '../limits.js';
import { plainWording } from './patch.js';
import type { PatchRule } from './patch.js';
import type { AccountRecord } from './state.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateAccount-Patch */
export const accountRules: readonly PatchRule<AccountRecord>[] = [
  {
    path: '/cloudwatchRoleArn',
    replace: (_account, value) => {
      if (!value) return {};
      if (!/^arn:aws[a-z-]*:iam::\d{12}:role\/.+/.test(value)) throw badRequest(`Invalid ARN specified in the request: ${value}`);
      return { cloudwatchRoleArn: value };
    },
    remove: () => ({}),
  },
];

export const accountWording = plainWording<AccountRecord>();

export const showAccount = ({ cloudwatchRoleArn }: AccountRecord) => ({
  cloudwatchRoleArn,
  throttleSettings: { burstLimit: limits.accountBurst.value, rateLimit: limits.accountRate.value },
  features: ['UsagePlans'],
  apiKeyVersion: '4',
});
