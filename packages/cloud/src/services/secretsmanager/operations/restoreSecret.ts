import type { RestoreSecretCommandInput, RestoreSecretCommandOutput } from '@aws-sdk/client-secrets-manager';
import { operation } from '../../../kernel/service.js';
import { judgedArn } from '../domain/secretId.js';
import { changeSecret, openSecret } from '../domain/secret.js';

/** Calls a deletion off; a secret that was not deleted stays as it is. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RestoreSecret.html */
export const restoreSecret = operation<RestoreSecretCommandInput, RestoreSecretCommandOutput>({
  resource: (input, scope) => judgedArn(scope, input.SecretId!),
  run(input, ctx) {
    const opened = openSecret(ctx, input.SecretId!);
    const { arn, name, deletion } = opened.secret;
    if (deletion) {
      ctx.cancel(deletion.timer);
      changeSecret(ctx, opened, { deletion: undefined });
    }
    return { ARN: arn, Name: name };
  },
});
