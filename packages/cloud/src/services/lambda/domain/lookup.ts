import { key, prefix } from '../../../kernel/collection.js';
import type { Scope } from '../../../kernel/identity.js';
import type { Context } from '../../../kernel/service.js';
import { aliasNotFound, functionNotFound } from '../errors.js';
import { aliases, functions, versions } from './records.js';
import type { AliasRecord, FunctionRecord, VersionRecord } from './records.js';
import { functionArn, functionReference } from './functionName.js';
import type { FunctionReference } from './functionName.js';

export interface FoundFunction extends FunctionReference {
  readonly record: FunctionRecord;
}

interface NamedInput {
  readonly FunctionName?: string | undefined;
  readonly Qualifier?: string | undefined;
}

/** The function that an input names, whatever its qualifier. Throws ResourceNotFoundException. */
export function findFunction(ctx: Context, input: NamedInput): FoundFunction {
  const reference = functionReference(input.FunctionName!, input.Qualifier, ctx.scope);
  const record = ctx.table(functions, reference.scope).get(key(reference.name));
  if (!record) throw functionNotFound(functionArn(reference.scope, reference.name, reference.qualifier));
  return { ...reference, record };
}

export interface FoundVersion extends FoundFunction {
  readonly version: VersionRecord;
  readonly alias: AliasRecord | undefined;
}

/** The version that an input names by number, `$LATEST`, alias (its main version) or not at all. Throws ResourceNotFoundException. */
export function findVersion(ctx: Context, input: NamedInput): FoundVersion {
  const found = findFunction(ctx, input);
  const { qualifier, name, scope, record } = found;
  if (qualifier === undefined || qualifier === '$LATEST') return { ...found, version: record.latest, alias: undefined };
  const alias = ctx.table(aliases, scope).get(key(name, qualifier));
  const version = publishedVersion(ctx, scope, name, alias?.version ?? qualifier) ?? (alias?.version === '$LATEST' ? record.latest : undefined);
  if (!version) throw functionNotFound(functionArn(scope, name, qualifier));
  return { ...found, version, alias };
}

export const versionKey = (name: string, version: string): string => key(name, Number(version));

export function publishedVersion(ctx: Context, scope: Scope, name: string, version: string): VersionRecord | undefined {
  return /^[1-9][0-9]{0,14}$/.test(version) ? ctx.table(versions, scope).get(versionKey(name, version)) : undefined;
}

/** Published versions in order of their number. */
export function* versionsOf(ctx: Context, scope: Scope, name: string): IterableIterator<VersionRecord> {
  for (const [, version] of ctx.table(versions, scope).range({ prefix: prefix(name) })) yield version;
}

export function* aliasesOf(ctx: Context, scope: Scope, name: string): IterableIterator<AliasRecord> {
  for (const [, alias] of ctx.table(aliases, scope).range({ prefix: prefix(name) })) yield alias;
}

export function findAlias(ctx: Context, found: FoundFunction, name: string): AliasRecord {
  const alias = ctx.table(aliases, found.scope).get(key(found.name, name));
  if (!alias) throw aliasNotFound(functionArn(found.scope, found.name, name));
  return alias;
}
