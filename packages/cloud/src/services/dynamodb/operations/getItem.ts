import type { GetItemCommandInput, GetItemCommandOutput } from '@aws-sdk/client-dynamodb';
import { operation } from '../../../kernel/service.js';
import { consumedCapacity, readUnits } from '../domain/capacity.js';
import { checkTableName, openTable, tableArn } from '../domain/findTable.js';
import { lookupKey } from '../domain/itemKey.js';
import { boundProjection, requestPlaceholders } from '../domain/itemRequest.js';
import { readAttributes } from '../domain/readValue.js';
import { items } from '../domain/table.js';
import { takeCapacity } from '../domain/throttle.js';
import type { Attributes } from '../domain/value.js';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html */
export const getItem = operation<GetItemCommandInput, GetItemCommandOutput>({
  resource: ({ TableName }, scope) => tableArn(scope, TableName!),
  run(input, ctx) {
    const { TableName, ConsistentRead, ProjectionExpression, AttributesToGet } = input;
    checkTableName(TableName!);
    const placeholders = requestPlaceholders(input, { ProjectionExpression }, { AttributesToGet });
    const key = readAttributes(input.Key as Attributes);
    const projection = boundProjection(ProjectionExpression, placeholders, AttributesToGet);
    placeholders.checkAllUsed();
    const { table, tx } = openTable(ctx, TableName!);
    const record = tx.table(items).get(table.tag + lookupKey(table, key));
    const units = readUnits(record?.size ?? 0, ConsistentRead);
    takeCapacity(tx, table, 'read', { table: units });
    ctx.annotate({ readUnits: units });
    const capacity = consumedCapacity(table, { table: units }, input.ReturnConsumedCapacity);
    const item = record && (projection ? projection.project(record.item) : record.item);
    return { ...(item && { Item: item as GetItemCommandOutput['Item'] }), ...(capacity && { ConsumedCapacity: capacity }) };
  },
});
