import type { LayerVersionsListItem } from '@aws-sdk/client-lambda';
import { key } from '../../../kernel/collection.js';
import { arn } from '../../../kernel/identity.js';
import type { Scope } from '../../../kernel/identity.js';
import type { Context } from '../../../kernel/service.js';
import { invalidParameter, notFound } from '../errors.js';
import { limits } from '../limits.js';
import { layerVersions } from './records.js';
import type { LayerUse, LayerVersionRecord } from './records.js';
import { timestamp } from './configuration.js';

const versionArnForm = /^arn:aws[a-zA-Z-]*:lambda:([a-z0-9-]+):(\d{12}):layer:([a-zA-Z0-9-_]+):(\d+)$/;
const nameForm = /^(?:arn:aws[a-zA-Z-]*:lambda:([a-z0-9-]+):(\d{12}):layer:)?([a-zA-Z0-9-_]+)$/;

export const layerArn = (scope: Scope, name: string, version?: number): string =>
  arn('lambda', scope, `layer:${name}${version === undefined ? '' : `:${version}`}`);

export interface LayerReference {
  readonly name: string;
  readonly scope: Scope;
}

/** A layer by its name or ARN. Throws InvalidParameterValueException. */
export function layerReference(text: string, scope: Scope): LayerReference {
  const match = nameForm.exec(text);
  if (!match) throw invalidParameter(`Invalid Layer name: ${text}`);
  const [, region, account, name] = match;
  return { name: name!, scope: { region: region ?? scope.region, account: account ?? scope.account } };
}

/** Without throwing: ARN that a call is about. */
export function layerArnOfInput({ LayerName: text }: { LayerName?: string | undefined }, scope: Scope): string | undefined {
  const match = text === undefined ? undefined : nameForm.exec(text);
  return match ? layerArn({ region: match[1] ?? scope.region, account: match[2] ?? scope.account }, match[3]!) : undefined;
}

export function layerVersionByArn(ctx: Context, versionArn: string): LayerVersionRecord | undefined {
  const match = versionArnForm.exec(versionArn);
  if (!match) return undefined;
  const [, region, account, name, version] = match;
  return ctx.table(layerVersions, { region: region!, account: account! }).get(key(name!, Number(version)));
}

export function existingLayerVersion(ctx: Context, { scope, name }: LayerReference, version: number): LayerVersionRecord {
  const record = ctx.table(layerVersions, scope).get(key(name, version));
  if (!record) throw notFound('The resource you requested does not exist.');
  return record;
}

/** The layers of a function. Throws InvalidParameterValueException. */
export function layersOf(ctx: Context, arns: readonly string[]): LayerUse[] {
  if (arns.length > limits.layersOfFunction.value) {
    throw invalidParameter(`Cannot reference more than ${limits.layersOfFunction.value} layers.`);
  }
  const names = new Set<string>();
  return arns.map((versionArn) => {
    const record = layerVersionByArn(ctx, versionArn);
    if (!record) throw invalidParameter(`Layer version ${versionArn} does not exist.`);
    if (names.has(record.layerName)) throw invalidParameter('Two different versions of the same layer are not allowed to be referenced in the same function.');
    names.add(record.layerName);
    return { arn: versionArn, hash: record.hash, sizeBytes: record.sizeBytes };
  });
}

export function describeLayerVersion(scope: Scope, record: LayerVersionRecord): LayerVersionsListItem {
  return {
    LayerVersionArn: layerArn(scope, record.layerName, record.version),
    Version: record.version,
    Description: record.description,
    CreatedDate: timestamp(record.createdAtMs),
    ...(record.compatibleRuntimes.length > 0 && { CompatibleRuntimes: record.compatibleRuntimes as LayerVersionsListItem['CompatibleRuntimes'] }),
    ...(record.compatibleArchitectures.length > 0 && { CompatibleArchitectures: record.compatibleArchitectures as LayerVersionsListItem['CompatibleArchitectures'] }),
    ...(record.licenseInfo !== undefined && { LicenseInfo: record.licenseInfo }),
  };
}

/** GetLayerVersion's answer; the content cannot be downloaded, so it has no location. */
export const describeLayerContent = (scope: Scope, record: LayerVersionRecord) => ({
  ...describeLayerVersion(scope, record),
  Content: { CodeSha256: Buffer.from(record.hash, 'hex').toString('base64'), CodeSize: record.sizeBytes },
  LayerArn: layerArn(scope, record.layerName),
});

export const isCompatible = (
  record: LayerVersionRecord,
  { CompatibleRuntime: runtime, CompatibleArchitecture: architecture }: { CompatibleRuntime?: string | undefined; CompatibleArchitecture?: string | undefined },
): boolean =>
  (runtime === undefined || record.compatibleRuntimes.includes(runtime)) &&
  (architecture === undefined || record.compatibleArchitectures.includes(architecture));
