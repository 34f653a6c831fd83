import type { GetAccountCommandInput, GetAccountCommandOutput } from '@aws-sdk/client-api-gateway';
import { operation } from '../../../kernel/service.js';
import { showAccount } from '../domain/account.js';
import { arnOf } from '../domain/arns.js';
import { accounts } from '../domain/state.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetAccount.html */
export const getAccount = operation<GetAccountCommandInput, GetAccountCommandOutput>({
  resource: (_input, scope) => arnOf(scope, '/account'),
  run: (_input, ctx) => showAccount(ctx.table(accounts).get('') ?? {}),
});
