import type { TagResourceCommandInput, TagResourceCommandOutput } from '@aws-sdk/client-api-gateway';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { checkTags, taggedByArn } from '../domain/tagged.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_TagResource.html */
export const tagResource = operation<Checked<TagResourceCommandInput, 'resourceArn' | 'tags'>, TagResourceCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/tags/${input.resourceArn}`),
  run(input, ctx) {
    const tagged = taggedByArn(ctx, input.resourceArn);
    const tags = { ...tagged.tags, ...input.tags };
    checkTags(tags);
    tagged.save(tags);
    return {};
  },
});
