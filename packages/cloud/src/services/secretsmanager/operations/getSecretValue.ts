import type { GetSecretValueCommandInput, GetSecretValueCommandOutput } from '@aws-sdk/client-secrets-manager';
import { key } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import type { Context } from '../../../kernel/service.js';
import { judgedArn } from '../domain/secretId.js';
import { openLiveSecret, saveSecret, versionOf, versions } from '../domain/secret.js';
import type { Opened, SecretVersion } from '../domain/secret.js';
import { showValue } from '../domain/show.js';
import { current } from '../domain/versions.js';
import { invalidRequest, valueNotFound } from '../errors.js';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html */
export const getSecretValue = operation<GetSecretValueCommandInput, GetSecretValueCommandOutput>({
  resource: (input, scope) => judgedArn(scope, input.SecretId!),
  run(input, ctx) {
    const opened = openLiveSecret(ctx, input.SecretId!);
    const version = requestedVersion(ctx, opened, input);
    noteAccess(ctx, opened, version);
    return showValue(opened.secret, version);
  },
});

function requestedVersion(ctx: Context, opened: Opened, { VersionId, VersionStage }: GetSecretValueCommandInput): SecretVersion {
  const { stages } = opened.secret;
  if (VersionId === undefined) {
    const label = VersionStage ?? current;
    const version = Object.hasOwn(stages, label) ? versionOf(ctx, opened, stages[label]!) : undefined;
    if (!version) throw valueNotFound('staging label', label);
    return version;
  }
  const version = versionOf(ctx, opened, VersionId);
  if (!version) throw valueNotFound('VersionId', VersionId);
  if (VersionStage !== undefined && stages[VersionStage] !== VersionId) {
    throw invalidRequest('You provided a VersionStage that is not associated to the provided VersionId.');
  }
  return version;
}

const dayMs = 86_400_000;

/** AWS notes the day only, so a secret that is read often is written once a day. */
function noteAccess(ctx: Context, { secret, scope }: Opened, version: SecretVersion): void {
  const accessedAtMs = ctx.now - (ctx.now % dayMs);
  if (secret.accessedAtMs !== accessedAtMs) saveSecret(ctx, scope, { ...secret, accessedAtMs });
  if (version.accessedAtMs !== accessedAtMs) ctx.table(versions, scope).put(key(secret.arn, version.id), { ...version, accessedAtMs });
}
