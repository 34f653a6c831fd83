import type { DeleteResourcePolicyCommandInput, DeleteResourcePolicyCommandOutput } from '@aws-sdk/client-secrets-manager';
import { operation } from '../../../kernel/service.js';
import { judgedArn } from '../domain/secretId.js';
import { changeSecret, openLiveSecret } from '../domain/secret.js';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteResourcePolicy.html */
export const deleteResourcePolicy = operation<DeleteResourcePolicyCommandInput, DeleteResourcePolicyCommandOutput>({
  resource: (input, scope) => judgedArn(scope, input.SecretId!),
  run(input, ctx) {
    const { arn, name } = changeSecret(ctx, openLiveSecret(ctx, input.SecretId!), { policy: undefined });
    return { ARN: arn, Name: name };
  },
});
