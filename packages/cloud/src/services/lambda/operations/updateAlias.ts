import type { UpdateAliasCommandInput, UpdateAliasCommandOutput } from '@aws-sdk/client-lambda';
import { key } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import { checkVersion, describeAlias, routingWeights } from '../domain/alias.js';
import { arnOfInput } from '../domain/functionName.js';
import { findAlias, findFunction } from '../domain/lookup.js';
import { revisionMismatch } from '../errors.js';
import { aliases } from '../domain/records.js';
import type { AliasRecord } from '../domain/records.js';

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateAlias.html */
export const updateAlias = operation<UpdateAliasCommandInput, UpdateAliasCommandOutput>({
  resource: (input, scope) => arnOfInput({ FunctionName: input.FunctionName, Qualifier: input.Name }, scope),
  run(input, ctx) {
    const found = findFunction(ctx, input);
    const before = findAlias(ctx, found, input.Name!);
    if (input.RevisionId !== undefined && input.RevisionId !== before.revisionId) throw revisionMismatch('GetFunction/GetAlias');
    const version = input.FunctionVersion ?? before.version;
    checkVersion(ctx, found, version);
    const weights = input.RoutingConfig === undefined ? before.weights : routingWeights(ctx, found, version, input.RoutingConfig);
    const alias: AliasRecord = {
      name: before.name,
      version,
      description: input.Description ?? before.description,
      ...(weights && { weights }),
      revisionId: ctx.ids.uuid(),
    };
    ctx.table(aliases, found.scope).put(key(found.name, alias.name), alias);
    return describeAlias(found, alias);
  },
});
