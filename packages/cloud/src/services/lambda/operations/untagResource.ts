import type { UntagResourceCommandInput, UntagResourceCommandOutput } from '@aws-sdk/client-lambda';
import { operation } from '../../../kernel/service.js';
import { findTagged } from '../domain/taggedResource.js';
import { withoutTags } from '../domain/tags.js';

/** https://docs.aws.amazon.com/lambda/latest/api/API_UntagResource.html */
export const untagResource = operation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  resource: (input) => input.Resource,
  run(input, ctx) {
    const tagged = findTagged(ctx, input.Resource!);
    tagged.put(withoutTags(tagged.tags, input.TagKeys!));
    return {};
  },
});
