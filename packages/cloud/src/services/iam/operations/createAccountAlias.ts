import type { CreateAccountAliasCommandInput, CreateAccountAliasCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { accountAliases } from '../domain/records.js';

/** Takes the place of the one there is. https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccountAlias.html */
export const createAccountAlias = operation<CreateAccountAliasCommandInput, CreateAccountAliasCommandOutput>({
  resource: () => '*',
  run(input, ctx) {
    ctx.table(accountAliases).put('alias', input.AccountAlias!);
    return {};
  },
});
