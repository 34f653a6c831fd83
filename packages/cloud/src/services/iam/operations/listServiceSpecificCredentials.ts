import type { ListServiceSpecificCredentialsCommandInput, ListServiceSpecificCredentialsCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { holderOf, holderResource } from '../domain/holders.js';

/** Users have no service-specific credentials: nothing here makes them. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServiceSpecificCredentials.html */
export const listServiceSpecificCredentials = operation<ListServiceSpecificCredentialsCommandInput, ListServiceSpecificCredentialsCommandOutput>({
  resource: (input, scope) => (input.UserName === undefined ? '*' : holderResource('user', input.UserName, scope)),
  run(input, ctx) {
    if (input.UserName !== undefined) holderOf(ctx, 'user', input.UserName);
    return { ServiceSpecificCredentials: [] };
  },
});
