import type { GetTagsCommandInput, GetTagsCommandOutput } from '@aws-sdk/client-api-gateway';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { taggedByArn } from '../domain/tagged.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetTags.html */
export const getTags = operation<Checked<GetTagsCommandInput, 'resourceArn'>, GetTagsCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/tags/${input.resourceArn}`),
  run: (input, ctx) => ({ tags: { ...taggedByArn(ctx, input.resourceArn).tags } }),
});
