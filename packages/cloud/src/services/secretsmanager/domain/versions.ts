import { key, prefix } from '../../../kernel/collection.js';
import type { Context } from '../../../kernel/service.js';
import { invalidParameter, limitExceeded, tokenMissing, validation } from '../errors.js';
import { limits } from '../limits.js';
import { labelsOf, removeVersion, versionOf, versionOrder, versions } from './secret.js';
import type { Opened, Secret, SecretVersion } from './secret.js';

export const current = 'AWSCURRENT';
export const previous = 'AWSPREVIOUS';

type Stages = Readonly<Record<string, string>>;

/** A secret's value: text or bytes, never both. */
export type Value = Pick<SecretVersion, 'text' | 'bytes'>;

interface ValueInput {
  readonly SecretString?: string | undefined;
  readonly SecretBinary?: Uint8Array | undefined;
}

/** The value in a request, if it brings one. Throws InvalidParameterException for two, ValidationException for too large. */
export function valueIn({ SecretString: text, SecretBinary: bytes }: ValueInput): Value | undefined {
  if (text !== undefined && bytes !== undefined) {
    throw invalidParameter("You can't specify both a binary secret value and a string secret value in the same secret.");
  }
  if (text === undefined && bytes === undefined) return undefined;
  if (text !== undefined && Buffer.byteLength(text) > limits.valueSize.value) {
    throw validation(
      "1 validation error detected: Value at 'secretString' failed to satisfy constraint: " +
        `Member must have length less than or equal to ${limits.valueSize.value}`,
    );
  }
  return { text, bytes };
}

/** AWS's SDKs and CLI make one up by themselves; without them a call must bring its own. Throws InvalidRequestException. */
export function requestToken(token: string | undefined): string {
  if (token === undefined) throw tokenMissing();
  return token;
}

export const sameValue = (a: Value, b: Value): boolean =>
  a.text === b.text && (a.bytes === undefined ? b.bytes === undefined : b.bytes !== undefined && Buffer.compare(a.bytes, b.bytes) === 0);

/** A label stands on one version only; where AWSCURRENT leaves a version, AWSPREVIOUS takes its place. */
export function moveLabel(stages: Stages, label: string, versionId: string): Stages {
  const next: Record<string, string> = { ...stages, [label]: versionId };
  if (label !== current) return next;
  const left = stages[current];
  if (left !== undefined && left !== versionId) next[previous] = left;
  if (next[previous] === versionId) delete next[previous];
  return next;
}

/** Throws LimitExceededException. */
export function checkLabelCount(stages: Stages): void {
  if (Object.keys(stages).length > limits.labels.value) {
    throw limitExceeded(`You've exceeded the quota of ${limits.labels.value} staging labels attached across all versions of a secret.`);
  }
}

/** The secret with a further version that carries these labels. A secret's first version is always the current one. */
export function addVersion(ctx: Context, opened: Opened, id: string, value: Value, labels: readonly string[]): Secret {
  const { secret, scope } = opened;
  const sequence = secret.nextSequence;
  const version = { ...value, id, sequence, kmsKeyId: secret.kmsKeyId, createdAtMs: ctx.now, accessedAtMs: undefined };
  ctx.table(versions, scope).put(key(secret.arn, id), version);
  ctx.table(versionOrder, scope).put(key(secret.arn, sequence), id);
  const wanted = secret.versionCount === 0 ? new Set([...labels, current]) : labels;
  let stages = secret.stages;
  for (const label of wanted) stages = moveLabel(stages, label, id);
  checkLabelCount(stages);
  return withoutOutdated(ctx, opened, { ...secret, stages, versionCount: secret.versionCount + 1, nextSequence: sequence + 1 });
}

/** Drops the oldest versions beyond a hundred, as long as they are without label and more than a day old. */
function withoutOutdated(ctx: Context, opened: Opened, secret: Secret): Secret {
  let { versionCount } = secret;
  if (versionCount <= limits.versions.value) return secret;
  const keptSinceMs = ctx.now - limits.versionKeptHours.value * 3_600_000;
  for (const [, id] of ctx.table(versionOrder, opened.scope).range({ prefix: prefix(secret.arn) })) {
    if (versionCount <= limits.versions.value) break;
    const version = versionOf(ctx, opened, id)!;
    if (version.createdAtMs > keptSinceMs) break;
    if (labelsOf(secret, id).length > 0) continue;
    removeVersion(ctx, opened, version);
    versionCount--;
  }
  return { ...secret, versionCount };
}
