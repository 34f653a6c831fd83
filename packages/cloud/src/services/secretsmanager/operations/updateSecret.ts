import type { UpdateSecretCommandInput, UpdateSecretCommandOutput } from '@aws-sdk/client-secrets-manager';
import { operation } from '../../../kernel/service.js';
import { judgedArn } from '../domain/secretId.js';
import { changeSecret, keyOf, openLiveSecret, versionOf } from '../domain/secret.js';
import { addVersion, current, requestToken, sameValue, valueIn } from '../domain/versions.js';
import { tokenInUse } from '../errors.js';

/**
 * Changes description and key and, where the request brings a value, adds a current version.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecret.html
 */
export const updateSecret = operation<UpdateSecretCommandInput, UpdateSecretCommandOutput>({
  resource: (input, scope) => judgedArn(scope, input.SecretId!),
  unsupported: ['Type'],
  run(input, ctx) {
    const token = requestToken(input.ClientRequestToken);
    const value = valueIn(input);
    const opened = openLiveSecret(ctx, input.SecretId!);
    const existing = versionOf(ctx, opened, token);
    if (existing && value && !sameValue(existing, value)) throw tokenInUse(token, opened.secret.arn);
    const described = {
      ...opened.secret,
      ...(input.Description !== undefined && { description: input.Description }),
      ...(input.KmsKeyId !== undefined && { kmsKeyId: keyOf(input.KmsKeyId) }),
    };
    const adds = value !== undefined && !existing;
    const secret = adds ? addVersion(ctx, { ...opened, secret: described }, token, value, [current]) : described;
    changeSecret(ctx, opened, secret);
    return { ARN: secret.arn, Name: secret.name, ...(value && { VersionId: token }) };
  },
});
