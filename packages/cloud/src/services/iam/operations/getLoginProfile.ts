import type { GetLoginProfileCommandInput, GetLoginProfileCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { keyOwner } from '../domain/accessKeys.js';
import { holderOf, holderResource } from '../domain/holders.js';
import { noSuchEntity } from '../errors.js';

/** Users have no passwords: nothing here makes them. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetLoginProfile.html */
export const getLoginProfile = operation<GetLoginProfileCommandInput, GetLoginProfileCommandOutput>({
  resource: (input, scope) => (input.UserName === undefined ? '*' : holderResource('user', input.UserName, scope)),
  run(input, ctx) {
    const user = holderOf(ctx, 'user', keyOwner(ctx, input.UserName));
    throw noSuchEntity(`Login Profile for User ${user.name} cannot be found.`);
  },
});
