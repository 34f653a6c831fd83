import type {
  BatchWriteItemCommandInput,
  BatchWriteItemCommandOutput,
  ConsumedCapacity,
  ItemCollectionMetrics,
  WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { operation } from '../../../kernel/service.js';
import { validation } from '../errors.js';
import { limits } from '../limits.js';
import type { Usage } from '../domain/capacity.js';
import { addIndexUnits, consumedCapacity, totalUnits } from '../domain/capacity.js';
import { checkTableName, openTable, tableArn } from '../domain/findTable.js';
import type { FoundTable } from '../domain/findTable.js';
import { batchKey, checkIndexKeys } from '../domain/itemKey.js';
import { collectionMetrics } from '../domain/itemWrites.js';
import { prepareDelete, preparePut } from '../domain/prepareWrite.js';
import type { PreparedWrite } from '../domain/prepareWrite.js';
import { items } from '../domain/table.js';
import { hasCapacity, takeCapacity } from '../domain/throttle.js';
import { writeItem } from '../domain/writeItem.js';

interface Part {
  readonly tableName: string;
  readonly requests: readonly WriteRequest[];
  readonly writes: readonly PreparedWrite[];
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
export const batchWriteItem = operation<BatchWriteItemCommandInput, BatchWriteItemCommandOutput>({
  resource: ({ RequestItems }, scope) => tableArn(scope, Object.keys(RequestItems!)[0]!),
  access: ({ RequestItems }, scope) =>
    Object.keys(RequestItems!).map((name) => ({ action: 'dynamodb:BatchWriteItem', resource: tableArn(scope, name) })),
  run(input, ctx) {
    const parts = Object.entries(input.RequestItems!).map(readPart);
    const count = parts.reduce((sum, { requests }) => sum + requests.length, 0);
    if (count > limits.batchWriteItems.value) throw validation('Too many items requested for the BatchWriteItem call');
    const opened = parts.map((part) => ({ part, found: openTable(ctx, part.tableName) }));
    const located = opened.map(({ part, found }) => ({ part, found, itemKeys: locate(part, found) }));
    const unprocessed: Record<string, WriteRequest[]> = {};
    const metrics: Record<string, ItemCollectionMetrics[]> = {};
    const capacities: ConsumedCapacity[] = [];
    let units = 0;
    for (const { part, found, itemKeys } of located) {
      const { usage, left } = writePart(part, found, itemKeys);
      units += totalUnits(usage);
      if (left.length > 0) unprocessed[part.tableName] = left;
      const capacity = consumedCapacity(found.table, usage, input.ReturnConsumedCapacity);
      if (capacity) capacities.push(capacity);
      const collections = input.ReturnItemCollectionMetrics === 'SIZE' ? part.writes.map(({ attributes }) => collectionMetrics(found, attributes)) : [];
      if (collections[0]) metrics[part.tableName] = collections as ItemCollectionMetrics[];
    }
    ctx.annotate({ writeUnits: units });
    return {
      UnprocessedItems: unprocessed,
      ...(Object.keys(metrics).length > 0 && { ItemCollectionMetrics: metrics }),
      ...(capacities.length > 0 && { ConsumedCapacity: capacities }),
    };
  },
});

function readPart([tableName, requests]: [string, WriteRequest[]]): Part {
  checkTableName(tableName);
  return { tableName, requests, writes: requests.map(readRequest) };
}

function readRequest({ PutRequest, DeleteRequest }: WriteRequest): PreparedWrite {
  if (PutRequest && DeleteRequest) {
    throw validation('Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes');
  }
  if (PutRequest) return preparePut({ Item: PutRequest.Item });
  if (DeleteRequest) return prepareDelete({ Key: DeleteRequest.Key });
  throw validation('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
}

/** Everything is checked before anything is written: a batch fails as a whole or not at all, but for want of capacity. */
function locate({ requests, writes }: Part, { table }: FoundTable): readonly string[] {
  const keys = writes.map(({ attributes }, at) => {
    const itemKey = batchKey(table, attributes, requests[at]!.DeleteRequest !== undefined);
    if (requests[at]!.PutRequest && table.indexes.length > 0) checkIndexKeys(table, attributes);
    return itemKey;
  });
  if (new Set(keys).size < keys.length) throw validation('Provided list of item keys contains duplicates');
  return keys;
}

function writePart({ requests, writes }: Part, { table, tx }: FoundTable, itemKeys: readonly string[]): { usage: Usage; left: WriteRequest[] } {
  const usage: Usage = { table: 0 };
  const left: WriteRequest[] = [];
  for (const [at, itemKey] of itemKeys.entries()) {
    if (!hasCapacity(tx, table, 'write')) {
      left.push(requests[at]!);
      continue;
    }
    const before = tx.table(items).get(table.tag + itemKey);
    const one = writeItem(tx, table, itemKey, before, writes[at]!.after(table, before));
    takeCapacity(tx, table, 'write', one);
    usage.table += one.table;
    for (const [index, indexUnits] of one.indexes ?? []) addIndexUnits(usage, index, indexUnits);
  }
  return { usage, left };
}
