import type { RemoveTagsFromResourceCommandInput, RemoveTagsFromResourceCommandOutput } from '@aws-sdk/client-ssm';
import { operation } from '../../../kernel/service.js';
import { parameters } from '../domain/parameter.js';
import { taggedArn, taggedParameter } from '../domain/tagged.js';
import { withoutTags } from '../domain/tags.js';

/** Of parameters. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RemoveTagsFromResource.html */
export const removeTagsFromResource = operation<RemoveTagsFromResourceCommandInput, RemoveTagsFromResourceCommandOutput>({
  resource: taggedArn,
  run(input, ctx) {
    const { nameKey, parameter } = taggedParameter(ctx, input);
    ctx.table(parameters).put(nameKey, { ...parameter, tags: withoutTags(parameter.tags, input.TagKeys!) });
    return {};
  },
});
