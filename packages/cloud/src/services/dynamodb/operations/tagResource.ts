import type { TagResourceCommandInput, TagResourceCommandOutput } from '@aws-sdk/client-dynamodb';
import { operation } from '../../../kernel/service.js';
import { tableOfArn } from '../domain/resourcePolicy.js';
import { tables } from '../domain/table.js';
import { readTags } from '../domain/tags.js';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TagResource.html */
export const tagResource = operation<TagResourceCommandInput, TagResourceCommandOutput>({
  resource: ({ ResourceArn }) => ResourceArn,
  run({ ResourceArn, Tags }, ctx) {
    const table = tableOfArn(ctx, ResourceArn!);
    ctx.table(tables).put(table.name, { ...table, tags: readTags(Tags, table.tags) });
    return {};
  },
});
