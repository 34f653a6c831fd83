import type { CreateAliasCommandInput, CreateAliasCommandOutput } from '@aws-sdk/client-lambda';
import { key } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import { checkVersion, describeAlias, routingWeights } from '../domain/alias.js';
import { functionArn, unqualifiedArnOfInput } from '../domain/functionName.js';
import { findFunction } from '../domain/lookup.js';
import { conflict, constraintBroken } from '../errors.js';
import { aliases } from '../domain/records.js';
import type { AliasRecord } from '../domain/records.js';

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html */
export const createAlias = operation<CreateAliasCommandInput, CreateAliasCommandOutput>({
  resource: unqualifiedArnOfInput,
  run(input, ctx) {
    const found = findFunction(ctx, input);
    const { Name: name, FunctionVersion: version } = input as { Name: string; FunctionVersion: string };
    const aliasKey = key(found.name, name);
    if (/^[0-9]+$/.test(name)) throw constraintBroken(name, 'name', 'Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)');
    if (ctx.table(aliases, found.scope).has(aliasKey)) throw conflict(`Alias already exists: ${functionArn(found.scope, found.name, name)}`);
    checkVersion(ctx, found, version);
    const weights = routingWeights(ctx, found, version, input.RoutingConfig);
    const alias: AliasRecord = { name, version, description: input.Description ?? '', ...(weights && { weights }), revisionId: ctx.ids.uuid() };
    ctx.table(aliases, found.scope).put(aliasKey, alias);
    return describeAlias(found, alias);
  },
});
