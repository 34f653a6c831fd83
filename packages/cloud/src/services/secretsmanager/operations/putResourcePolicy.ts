import type { PutResourcePolicyCommandInput, PutResourcePolicyCommandOutput } from '@aws-sdk/client-secrets-manager';
import { AwsError } from '../../../kernel/errors.js';
import { validatePolicy } from '../../../kernel/policy/index.js';
import type { PolicyDocument } from '../../../kernel/policy/index.js';
import { operation } from '../../../kernel/service.js';
import { isPublic } from '../domain/publicPolicy.js';
import { judgedArn } from '../domain/secretId.js';
import { changeSecret, openLiveSecret } from '../domain/secret.js';
import { malformedPolicy, publicPolicy } from '../errors.js';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutResourcePolicy.html */
export const putResourcePolicy = operation<PutResourcePolicyCommandInput, PutResourcePolicyCommandOutput>({
  resource: (input, scope) => judgedArn(scope, input.SecretId!),
  run(input, ctx) {
    const opened = openLiveSecret(ctx, input.SecretId!);
    const document = checked(input.ResourcePolicy!);
    if (input.BlockPublicPolicy && isPublic(document)) throw publicPolicy();
    const { arn, name } = changeSecret(ctx, opened, { policy: input.ResourcePolicy! });
    return { ARN: arn, Name: name };
  },
});

function checked(policy: string): PolicyDocument {
  try {
    return validatePolicy(policy, 'resource');
  } catch (error) {
    throw error instanceof AwsError ? malformedPolicy(error.message) : error;
  }
}
