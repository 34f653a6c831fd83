import type { ListTagsOfResourceCommandInput, ListTagsOfResourceCommandOutput } from '@aws-sdk/client-dynamodb';
import { operation } from '../../../kernel/service.js';
import { tableOfArn } from '../domain/resourcePolicy.js';
import { tagList } from '../domain/tags.js';

/** All tags at once: AWS pages them by ten. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTagsOfResource.html */
export const listTagsOfResource = operation<ListTagsOfResourceCommandInput, ListTagsOfResourceCommandOutput>({
  resource: ({ ResourceArn }) => ResourceArn,
  run: ({ ResourceArn }, ctx) => ({ Tags: tagList(tableOfArn(ctx, ResourceArn!).tags) }),
});
