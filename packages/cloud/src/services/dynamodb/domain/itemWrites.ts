import type { ItemCollectionMetrics } from '@aws-sdk/client-dynamodb';
import type { Context } from '../../../kernel/service.js';
import { validation } from '../errors.js';
import type { CapacityDetail, Usage } from './capacity.js';
import { consumedCapacity, totalUnits } from './capacity.js';
import { checkTableName, openTable } from './findTable.js';
import type { FoundTable } from './findTable.js';
import { checkCondition } from './itemRequest.js';
import { partitionText } from './itemKey.js';
import { partitionPrefix } from './keyText.js';
import type { PreparedWrite } from './prepareWrite.js';
import { items, totals } from './table.js';
import type { ItemRecord, TableRecord } from './table.js';
import { takeCapacity } from './throttle.js';
import type { Attributes, Value } from './value.js';
import { setAttribute } from './value.js';
import { writeItem } from './writeItem.js';

export interface OneWrite {
  readonly found: FoundTable;
  readonly before: ItemRecord | undefined;
  readonly after: ItemRecord | undefined;
  readonly usage: Usage;
}

/** PutItem, UpdateItem or DeleteItem, once its request is prepared. */
export function performWrite(ctx: Context, tableName: string, prepared: PreparedWrite, onFailure: string | undefined): OneWrite {
  const found = openTable(ctx, tableName);
  const { table, tx } = found;
  const itemKey = prepared.locate(table);
  const before = tx.table(items).get(table.tag + itemKey);
  checkCondition(prepared.test, before?.item, onFailure);
  const after = prepared.after(table, before);
  const usage = writeItem(tx, table, itemKey, before, after);
  takeCapacity(tx, table, 'write', usage);
  ctx.annotate({ writeUnits: totalUnits(usage) });
  return { found, before, after, usage };
}

/** What every write can be asked to report. */
export interface WriteReport {
  readonly TableName: string | undefined;
  readonly ReturnConsumedCapacity?: CapacityDetail;
  readonly ReturnItemCollectionMetrics?: 'SIZE' | 'NONE' | undefined;
  readonly ReturnValues?: string | undefined;
}

export function checkWriteReport(input: WriteReport, returnValues?: readonly string[]): void {
  checkTableName(input.TableName!);
  if (input.ReturnValues !== undefined && returnValues?.includes(input.ReturnValues) === false) throw validation(`ReturnValues can only be ${returnValues.join(' or ')}`);
}

/** Members of the output that hold no attributes. */
export function writeReport({ found, before, after, usage }: OneWrite, input: WriteReport) {
  const capacity = consumedCapacity(found.table, usage, input.ReturnConsumedCapacity);
  const item = (after ?? before)?.item;
  const metrics = input.ReturnItemCollectionMetrics === 'SIZE' && item ? collectionMetrics(found, item) : undefined;
  return { ...(capacity && { ConsumedCapacity: capacity }), ...(metrics && { ItemCollectionMetrics: metrics }) };
}

const gigabyte = 2 ** 30;

/** Of the items with one partition key, in a table that has local indexes. The estimate is exact to the gigabyte. */
export function collectionMetrics({ table, tx }: FoundTable, item: Attributes): ItemCollectionMetrics | undefined {
  if (!table.indexes.some(({ kind }) => kind === 'local')) return undefined;
  const key: Record<string, Value> = {};
  for (const { name } of table.key.hash) setAttribute(key, name, item[name]!);
  const whole = tx.table(totals).get(table.tag)?.bytes ?? 0;
  const least = whole < gigabyte ? 0 : Math.floor(partitionBytes(table, tx, key) / gigabyte);
  return { ItemCollectionKey: key as ItemCollectionMetrics['ItemCollectionKey'], SizeEstimateRangeGB: [least, least + 1] };
}

function partitionBytes(table: TableRecord, tx: FoundTable['tx'], key: Attributes): number {
  let bytes = 0;
  const prefix = table.tag + partitionPrefix(partitionText(table.key.hash, key));
  for (const [, { size }] of tx.table(items).range({ prefix })) bytes += size;
  return bytes;
}
