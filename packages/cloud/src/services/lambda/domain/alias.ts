import type { AliasConfiguration, AliasRoutingConfiguration } from '@aws-sdk/client-lambda';
import type { Context } from '../../../kernel/service.js';
import { functionNotFound, invalidParameter } from '../errors.js';
import type { AliasRecord } from './records.js';
import { functionArn } from './functionName.js';
import { publishedVersion } from './lookup.js';
import type { FoundFunction } from './lookup.js';

/** Throws ResourceNotFoundException unless the version is there. */
export function checkVersion(ctx: Context, found: FoundFunction, version: string): void {
  if (version === '$LATEST' || publishedVersion(ctx, found.scope, found.name, version)) return;
  throw functionNotFound(functionArn(found.scope, found.name, version));
}

/** The weights of a routing configuration; undefined where it routes nothing. Throws InvalidParameterValueException. */
export function routingWeights(ctx: Context, found: FoundFunction, main: string, routing: AliasRoutingConfiguration | undefined): Record<string, number> | undefined {
  const entries = Object.entries(routing?.AdditionalVersionWeights ?? {});
  if (entries.length === 0) return undefined;
  if (entries.length > 1) throw invalidParameter('Number of items in AdditionalVersionWeights cannot be greater than 1');
  if (main === '$LATEST') throw invalidParameter('$LATEST is not supported for an alias pointing to more than 1 version');
  for (const [version, weight] of entries) {
    if (version === '$LATEST') throw invalidParameter('$LATEST is not supported for an alias pointing to more than 1 version');
    if (version === main) throw invalidParameter(`Invalid function version ${version}. Function version ${version} is already included in routing configuration.`);
    if (!(weight >= 0 && weight <= 1)) throw invalidParameter('Weight of a version in AdditionalVersionWeights must be between 0.0 and 1.0');
    checkVersion(ctx, found, version);
  }
  return Object.fromEntries(entries);
}

export function describeAlias(found: FoundFunction, alias: AliasRecord): AliasConfiguration {
  return {
    AliasArn: functionArn(found.scope, found.name, alias.name),
    Name: alias.name,
    FunctionVersion: alias.version,
    Description: alias.description,
    ...(alias.weights && { RoutingConfig: { AdditionalVersionWeights: { ...alias.weights } } }),
    RevisionId: alias.revisionId,
  };
}
