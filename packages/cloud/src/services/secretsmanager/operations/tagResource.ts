import type { TagResourceCommandInput, TagResourceCommandOutput } from '@aws-sdk/client-secrets-manager';
import { operation } from '../../../kernel/service.js';
import { judgedArn } from '../domain/secretId.js';
import { changeSecret, openLiveSecret } from '../domain/secret.js';
import { withTags } from '../domain/tags.js';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_TagResource.html */
export const tagResource = operation<TagResourceCommandInput, TagResourceCommandOutput>({
  resource: (input, scope) => judgedArn(scope, input.SecretId!),
  run(input, ctx) {
    const opened = openLiveSecret(ctx, input.SecretId!);
    changeSecret(ctx, opened, { tags: withTags(opened.secret.tags, input.Tags) });
    return {};
  },
});
