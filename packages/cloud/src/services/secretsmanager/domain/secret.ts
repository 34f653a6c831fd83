import { collection, key, prefix } from '../../../kernel/collection.js';
import type { Scope } from '../../../kernel/identity.js';
import type { Context, TimerKey } from '../../../kernel/service.js';
import { markedForDeletion, secretNotFound } from '../errors.js';
import { parseJudgedArn, parseSecretId } from './secretId.js';
import type { SecretId } from './secretId.js';

export interface Deletion {
  readonly requestedAtMs: number;
  /** End of the recovery window. */
  readonly dueAtMs: number;
  readonly timer: TimerKey;
}

export interface Secret {
  readonly name: string;
  readonly arn: string;
  readonly description: string | undefined;
  /** Undefined stands for the account's own key, `aws/secretsmanager`. */
  readonly kmsKeyId: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly policy: string | undefined;
  readonly createdAtMs: number;
  readonly changedAtMs: number;
  /** Midnight (UTC) of the day on which its value was last read. */
  readonly accessedAtMs: number | undefined;
  readonly deletion: Deletion | undefined;
  /** Version id by staging label. */
  readonly stages: Readonly<Record<string, string>>;
  readonly versionCount: number;
  readonly nextSequence: number;
}

export interface SecretVersion {
  readonly id: string;
  readonly sequence: number;
  readonly text: string | undefined;
  readonly bytes: Uint8Array | undefined;
  readonly kmsKeyId: string | undefined;
  readonly createdAtMs: number;
  readonly accessedAtMs: number | undefined;
}

/** How a key is kept: the account's own one, by whatever name, as undefined. */
export const keyOf = (kmsKeyId: string | undefined): string | undefined =>
  kmsKeyId === '' || kmsKeyId === 'alias/aws/secretsmanager' ? undefined : kmsKeyId;

/** By name. */
export const secrets = collection<Secret>('secretsmanager.secrets');

/** By ARN and version id. */
export const versions = collection<SecretVersion>('secretsmanager.versions');

/** Version ids by ARN and sequence: oldest first. */
export const versionOrder = collection<string>('secretsmanager.versionOrder');

/** A secret and where it is kept: in the account that owns it. */
export interface Opened {
  readonly secret: Secret;
  readonly scope: Scope;
}

/** A secret by name or ARN, deleted ones too. */
export const findSecret = (ctx: Context, secretId: string): Opened | undefined => find(ctx, parseSecretId(secretId));

/** The secret that IAM judges (see `judgedArn`). */
export const findJudged = (ctx: Context, arn: string): Opened | undefined => find(ctx, parseJudgedArn(arn));

function find(ctx: Context, { account, region, name, arn }: SecretId): Opened | undefined {
  if (region !== undefined && region !== ctx.scope.region) return undefined;
  const scope = account === undefined ? ctx.scope : { ...ctx.scope, account };
  const secret = ctx.table(secrets, scope).get(name);
  return secret && (arn === undefined || secret.arn === arn) ? { secret, scope } : undefined;
}

/** A secret by name or ARN, deleted ones too. Throws ResourceNotFoundException. */
export function openSecret(ctx: Context, secretId: string): Opened {
  const opened = findSecret(ctx, secretId);
  if (!opened) throw secretNotFound();
  return opened;
}

/** A secret by name or ARN. Throws ResourceNotFoundException, and InvalidRequestException for one on its way out. */
export function openLiveSecret(ctx: Context, secretId: string): Opened {
  const opened = openSecret(ctx, secretId);
  if (opened.secret.deletion) throw markedForDeletion();
  return opened;
}

export const saveSecret = (ctx: Context, scope: Scope, secret: Secret): void => ctx.table(secrets, scope).put(secret.name, secret);

/** A change to a secret as it is kept, noting when. */
export function changeSecret(ctx: Context, { secret, scope }: Opened, change: Partial<Secret>): Secret {
  const changed = { ...secret, ...change, changedAtMs: ctx.now };
  saveSecret(ctx, scope, changed);
  return changed;
}

export const versionOf = (ctx: Context, { secret, scope }: Opened, id: string): SecretVersion | undefined =>
  ctx.table(versions, scope).get(key(secret.arn, id));

/** Its versions, oldest first. */
export function* versionsOf(ctx: Context, opened: Opened): Generator<SecretVersion> {
  const { secret, scope } = opened;
  for (const [, id] of ctx.table(versionOrder, scope).range({ prefix: prefix(secret.arn) })) yield versionOf(ctx, opened, id)!;
}

export function removeVersion(ctx: Context, { secret, scope }: Opened, version: SecretVersion): void {
  ctx.table(versions, scope).delete(key(secret.arn, version.id));
  ctx.table(versionOrder, scope).delete(key(secret.arn, version.sequence));
}

/** With everything that belongs to it. */
export function removeSecret(ctx: Context, opened: Opened): void {
  for (const version of versionsOf(ctx, opened)) removeVersion(ctx, opened, version);
  ctx.table(secrets, opened.scope).delete(opened.secret.name);
}

export const labelsOf = ({ stages }: Secret, versionId: string): string[] =>
  Object.keys(stages)
    .filter((label) => stages[label] === versionId)
    .sort();
