import type { DeleteAccountAliasCommandInput, DeleteAccountAliasCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { accountAliases } from '../domain/records.js';
import { noSuchEntity } from '../errors.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccountAlias.html */
export const deleteAccountAlias = operation<DeleteAccountAliasCommandInput, DeleteAccountAliasCommandOutput>({
  resource: () => '*',
  run(input, ctx) {
    const table = ctx.table(accountAliases);
    if (table.get('alias') !== input.AccountAlias) throw noSuchEntity(`The account alias ${input.AccountAlias} was not found.`);
    table.delete('alias');
    return {};
  },
});
