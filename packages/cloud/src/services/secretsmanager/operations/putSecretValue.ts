import type { PutSecretValueCommandInput, PutSecretValueCommandOutput } from '@aws-sdk/client-secrets-manager';
import { operation } from '../../../kernel/service.js';
import { judgedArn } from '../domain/secretId.js';
import { changeSecret, labelsOf, openLiveSecret, versionOf } from '../domain/secret.js';
import { addVersion, current, requestToken, sameValue, valueIn } from '../domain/versions.js';
import { invalidParameter, tokenInUse } from '../errors.js';

/**
 * Adds a version, the current one unless told otherwise. The same token and value once more change nothing.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html
 */
export const putSecretValue = operation<PutSecretValueCommandInput, PutSecretValueCommandOutput>({
  resource: (input, scope) => judgedArn(scope, input.SecretId!),
  unsupported: ['RotationToken'],
  run(input, ctx) {
    const token = requestToken(input.ClientRequestToken);
    const value = valueIn(input);
    if (!value) throw invalidParameter('You must provide either SecretString or SecretBinary.');
    const opened = openLiveSecret(ctx, input.SecretId!);
    const existing = versionOf(ctx, opened, token);
    if (existing && !sameValue(existing, value)) throw tokenInUse(token, opened.secret.arn);
    const secret = existing ? opened.secret : changeSecret(ctx, opened, addVersion(ctx, opened, token, value, input.VersionStages ?? [current]));
    return { ARN: secret.arn, Name: secret.name, VersionId: token, VersionStages: labelsOf(secret, token) };
  },
});
