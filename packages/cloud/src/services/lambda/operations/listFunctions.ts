import type { ListFunctionsCommandInput, ListFunctionsCommandOutput } from '@aws-sdk/client-lambda';
import { key } from '../../../kernel/collection.js';
import type { Context } from '../../../kernel/service.js';
import { operation } from '../../../kernel/service.js';
import { describeVersion } from '../domain/configuration.js';
import { versionsOf } from '../domain/lookup.js';
import { pageOf } from '../domain/paging.js';
import { functions } from '../domain/records.js';
import type { VersionRecord } from '../domain/records.js';

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html */
export const listFunctions = operation<ListFunctionsCommandInput, ListFunctionsCommandOutput>({
  unsupported: ['MasterRegion'],
  run(input, ctx) {
    const all = input.FunctionVersion === 'ALL';
    const { entries, nextMarker } = pageOf(every(ctx, all), input);
    return {
      Functions: entries.map((version) => describeVersion(version, all ? version.version : undefined)),
      ...(nextMarker !== undefined && { NextMarker: nextMarker }),
    };
  },
});

function* every(ctx: Context, all: boolean): IterableIterator<readonly [string, VersionRecord]> {
  for (const [name, { latest }] of ctx.table(functions).range()) {
    yield [key(name, 0), latest];
    if (!all) continue;
    for (const version of versionsOf(ctx, ctx.scope, name)) yield [key(name, Number(version.version)), version];
  }
}
