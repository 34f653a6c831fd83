import type { UpdateAccountCommandInput, UpdateAccountCommandOutput } from '@aws-sdk/client-api-gateway';
import { operation } from '../../../kernel/service.js';
import { accountRules, accountWording, showAccount } from '../domain/account.js';
import { arnOf } from '../domain/arns.js';
import { applyPatches } from '../domain/patch.js';
import { accounts } from '../domain/state.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateAccount.html */
export const updateAccount = operation<UpdateAccountCommandInput, UpdateAccountCommandOutput>({
  resource: (_input, scope) => arnOf(scope, '/account'),
  run(input, ctx) {
    const account = applyPatches(ctx.table(accounts).get('') ?? {}, input.patchOperations, accountRules, accountWording);
    ctx.table(accounts).put('', account);
    return showAccount(account);
  },
});
