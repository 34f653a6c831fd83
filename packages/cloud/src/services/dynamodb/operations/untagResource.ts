import type { UntagResourceCommandInput, UntagResourceCommandOutput } from '@aws-sdk/client-dynamodb';
import { operation } from '../../../kernel/service.js';
import { tableOfArn } from '../domain/resourcePolicy.js';
import { tables } from '../domain/table.js';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UntagResource.html */
export const untagResource = operation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  resource: ({ ResourceArn }) => ResourceArn,
  run({ ResourceArn, TagKeys }, ctx) {
    const table = tableOfArn(ctx, ResourceArn!);
    const tags = Object.fromEntries(Object.entries(table.tags).filter(([name]) => !TagKeys!.includes(name)));
    ctx.table(tables).put(table.name, { ...table, tags });
    return {};
  },
});
