import type { ListVersionsByFunctionCommandInput, ListVersionsByFunctionCommandOutput } from '@aws-sdk/client-lambda';
import { key } from '../../../kernel/collection.js';
import type { Scope } from '../../../kernel/identity.js';
import type { Context } from '../../../kernel/service.js';
import { operation } from '../../../kernel/service.js';
import { describeVersion } from '../domain/configuration.js';
import { unqualifiedArnOfInput } from '../domain/functionName.js';
import { findFunction, versionsOf } from '../domain/lookup.js';
import { pageOf } from '../domain/paging.js';
import type { VersionRecord } from '../domain/records.js';

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListVersionsByFunction.html */
export const listVersionsByFunction = operation<ListVersionsByFunctionCommandInput, ListVersionsByFunctionCommandOutput>({
  resource: unqualifiedArnOfInput,
  run(input, ctx) {
    const { name, scope, record } = findFunction(ctx, input);
    const { entries, nextMarker } = pageOf(every(ctx, scope, name, record.latest), input);
    return {
      Versions: entries.map((version) => describeVersion(version, version.version)),
      ...(nextMarker !== undefined && { NextMarker: nextMarker }),
    };
  },
});

function* every(ctx: Context, scope: Scope, name: string, latest: VersionRecord): IterableIterator<readonly [string, VersionRecord]> {
  yield [key(0), latest];
  for (const version of versionsOf(ctx, scope, name)) yield [key(Number(version.version)), version];
}
