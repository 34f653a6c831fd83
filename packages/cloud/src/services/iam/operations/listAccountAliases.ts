import type { ListAccountAliasesCommandInput, ListAccountAliasesCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { accountAliases } from '../domain/records.js';

/** An account has one alias at most. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccountAliases.html */
export const listAccountAliases = operation<ListAccountAliasesCommandInput, ListAccountAliasesCommandOutput>({
  resource: () => '*',
  unsupported: ['Marker'],
  run(_input, ctx) {
    const alias = ctx.table(accountAliases).get('alias');
    return { AccountAliases: alias === undefined ? [] : [alias], IsTruncated: false };
  },
});
