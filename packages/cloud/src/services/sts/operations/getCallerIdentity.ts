import type { GetCallerIdentityCommandInput, GetCallerIdentityCommandOutput } from '@aws-sdk/client-sts';
import { operation } from '../../../kernel/service.js';

/** Needs no permission. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export const getCallerIdentity = operation<GetCallerIdentityCommandInput, GetCallerIdentityCommandOutput>({
  access: () => [],
  run: (_input, { principal }) => ({ UserId: principal.userId, Account: principal.account, Arn: principal.arn }),
});
