import type { AddTagsToResourceCommandInput, AddTagsToResourceCommandOutput } from '@aws-sdk/client-ssm';
import { operation } from '../../../kernel/service.js';
import { parameters } from '../domain/parameter.js';
import { taggedArn, taggedParameter } from '../domain/tagged.js';
import { withTags } from '../domain/tags.js';

/** Of parameters. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AddTagsToResource.html */
export const addTagsToResource = operation<AddTagsToResourceCommandInput, AddTagsToResourceCommandOutput>({
  resource: taggedArn,
  run(input, ctx) {
    const { nameKey, parameter } = taggedParameter(ctx, input);
    ctx.table(parameters).put(nameKey, { ...parameter, tags: withTags(parameter.tags, input.Tags!) });
    return {};
  },
});
