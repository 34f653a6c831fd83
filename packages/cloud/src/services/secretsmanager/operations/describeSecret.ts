import type { DescribeSecretCommandInput, DescribeSecretCommandOutput } from '@aws-sdk/client-secrets-manager';
import { operation } from '../../../kernel/service.js';
import { judgedArn } from '../domain/secretId.js';
import { openSecret } from '../domain/secret.js';
import { showSecret, showStages } from '../domain/show.js';

/** Everything but the value; `DeletedDate` is the end of the recovery window. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html */
export const describeSecret = operation<DescribeSecretCommandInput, DescribeSecretCommandOutput>({
  resource: (input, scope) => judgedArn(scope, input.SecretId!),
  run(input, ctx) {
    const { secret } = openSecret(ctx, input.SecretId!);
    return {
      ...showSecret(secret),
      VersionIdsToStages: showStages(secret),
      ...(secret.deletion && { DeletedDate: new Date(secret.deletion.dueAtMs) }),
    };
  },
});
