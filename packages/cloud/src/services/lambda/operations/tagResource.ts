import type { TagResourceCommandInput, TagResourceCommandOutput } from '@aws-sdk/client-lambda';
import { operation } from '../../../kernel/service.js';
import { findTagged } from '../domain/taggedResource.js';
import { mergeTags } from '../domain/tags.js';

/** https://docs.aws.amazon.com/lambda/latest/api/API_TagResource.html */
export const tagResource = operation<TagResourceCommandInput, TagResourceCommandOutput>({
  resource: (input) => input.Resource,
  run(input, ctx) {
    const tagged = findTagged(ctx, input.Resource!);
    tagged.put(mergeTags(tagged.tags, input.Tags!));
    return {};
  },
});
