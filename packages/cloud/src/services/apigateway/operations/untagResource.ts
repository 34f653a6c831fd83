import type { UntagResourceCommandInput, UntagResourceCommandOutput } from '@aws-sdk/client-api-gateway';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { taggedByArn } from '../domain/tagged.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UntagResource.html */
export const untagResource = operation<Checked<UntagResourceCommandInput, 'resourceArn' | 'tagKeys'>, UntagResourceCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/tags/${input.resourceArn}`),
  run(input, ctx) {
    const tagged = taggedByArn(ctx, input.resourceArn);
    tagged.save(Object.fromEntries(Object.entries(tagged.tags).filter(([name]) => !input.tagKeys.includes(name))));
    return {};
  },
});
