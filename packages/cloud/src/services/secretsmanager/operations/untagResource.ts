import type { UntagResourceCommandInput, UntagResourceCommandOutput } from '@aws-sdk/client-secrets-manager';
import { operation } from '../../../kernel/service.js';
import { judgedArn } from '../domain/secretId.js';
import { changeSecret, openLiveSecret } from '../domain/secret.js';
import { withoutTags } from '../domain/tags.js';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UntagResource.html */
export const untagResource = operation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  resource: (input, scope) => judgedArn(scope, input.SecretId!),
  run(input, ctx) {
    const opened = openLiveSecret(ctx, input.SecretId!);
    changeSecret(ctx, opened, { tags: withoutTags(opened.secret.tags, input.TagKeys!) });
    return {};
  },
});
