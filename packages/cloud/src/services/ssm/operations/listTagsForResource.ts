import type { ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput } from '@aws-sdk/client-ssm';
import { operation } from '../../../kernel/service.js';
import { taggedArn, taggedParameter } from '../domain/tagged.js';

/** Of parameters. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource = operation<ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput>({
  resource: taggedArn,
  run(input, ctx) {
    const { tags } = taggedParameter(ctx, input).parameter;
    return { TagList: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
  },
});
