import { collection, key, prefix } from '../../../kernel/collection.js';
import type { Context } from '../../../kernel/service.js';

export type ParameterType = 'String' | 'StringList' | 'SecureString';
export type Tier = 'Standard' | 'Advanced';

/** What all versions of a parameter share. */
export interface Parameter {
  /** As it was given when the parameter was made, with or without its leading slash. */
  readonly name: string;
  readonly arn: string;
  readonly latestVersion: number;
  readonly oldestVersion: number;
  /** Version by label: a label stands on one version only. */
  readonly labels: Readonly<Record<string, number>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** A parameter and its key. */
export interface Named {
  readonly nameKey: string;
  readonly parameter: Parameter;
}

export interface ParameterVersion {
  readonly version: number;
  readonly type: ParameterType;
  readonly value: string;
  /** What a SecureString shows to those who do not ask for decryption: random, it hides the value and holds nothing. */
  readonly ciphertext: string | undefined;
  readonly keyId: string | undefined;
  readonly description: string | undefined;
  readonly allowedPattern: string | undefined;
  readonly tier: Tier;
  readonly dataType: string;
  readonly modifiedAtMs: number;
  /** ARN of who wrote it. */
  readonly modifiedBy: string;
}

/** By name key (see names.ts). */
export const parameters = collection<Parameter>('ssm.parameters');

/** By name key and version. */
export const versions = collection<ParameterVersion>('ssm.parameterVersions');

/** How many parameters there are, by tier. */
export const counts = collection<number>('ssm.counts');

export function addToCount(ctx: Context, tier: Tier, difference: number): void {
  ctx.table(counts).put(tier, (ctx.table(counts).get(tier) ?? 0) + difference);
}

export const versionOf = (ctx: Context, nameKey: string, version: number): ParameterVersion | undefined =>
  ctx.table(versions).get(key(nameKey, version));

/** The parameter's newest version; it always has one. */
export const latestOf = (ctx: Context, nameKey: string, parameter: Parameter): ParameterVersion =>
  versionOf(ctx, nameKey, parameter.latestVersion)!;

/** With all its versions. */
export function removeParameter(ctx: Context, { nameKey, parameter }: Named): void {
  addToCount(ctx, latestOf(ctx, nameKey, parameter).tier, -1);
  const table = ctx.table(versions);
  for (const [versionKey] of table.range({ prefix: prefix(nameKey) })) table.delete(versionKey);
  ctx.table(parameters).delete(nameKey);
}

export const labelsOf = (parameter: Parameter, version: number): string[] =>
  Object.keys(parameter.labels).filter((label) => parameter.labels[label] === version);
