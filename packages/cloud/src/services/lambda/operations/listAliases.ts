import type { ListAliasesCommandInput, ListAliasesCommandOutput } from '@aws-sdk/client-lambda';
import type { Context } from '../../../kernel/service.js';
import { operation } from '../../../kernel/service.js';
import { describeAlias } from '../domain/alias.js';
import { unqualifiedArnOfInput } from '../domain/functionName.js';
import { aliasesOf, findFunction } from '../domain/lookup.js';
import type { FoundFunction } from '../domain/lookup.js';
import { pageOf } from '../domain/paging.js';
import type { AliasRecord } from '../domain/records.js';

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListAliases.html */
export const listAliases = operation<ListAliasesCommandInput, ListAliasesCommandOutput>({
  resource: unqualifiedArnOfInput,
  run(input, ctx) {
    const found = findFunction(ctx, input);
    const { entries, nextMarker } = pageOf(every(ctx, found, input.FunctionVersion), input);
    return { Aliases: entries.map((alias) => describeAlias(found, alias)), ...(nextMarker !== undefined && { NextMarker: nextMarker }) };
  },
});

function* every(ctx: Context, { scope, name }: FoundFunction, version: string | undefined): IterableIterator<readonly [string, AliasRecord]> {
  for (const alias of aliasesOf(ctx, scope, name)) {
    if (version === undefined || alias.version === version || alias.weights?.[version] !== undefined) yield [alias.name, alias];
  }
}
