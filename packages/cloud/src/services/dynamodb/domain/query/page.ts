import type { Range } from '../../../../kernel/collection.js';
import { limits } from '../../limits.js';
import type { Usage } from '../capacity.js';
import { addIndexUnits, readUnits } from '../capacity.js';
import type { TestItem } from '../expressions/condition.js';
import { viewOf } from '../indexView.js';
import { indexEntries, items } from '../table.js';
import type { ItemRecord } from '../table.js';
import type { Attributes } from '../value.js';
import { positionOf } from './position.js';
import type { Target } from './target.js';

export interface PageRequest {
  /** Relative to the table's or index's own rows. */
  readonly range: Range;
  readonly filter: TestItem | undefined;
  readonly limit: number | undefined;
  readonly consistent: boolean | undefined;
}

export interface Page {
  readonly items: readonly Attributes[];
  readonly count: number;
  readonly scannedCount: number;
  readonly lastKey: Attributes | undefined;
  readonly usage: Usage;
}

/** Reads up to `limit` rows or 1 MB, whichever comes first; the filter works on what was read. */
export function readPage(target: Target, { range, filter, limit = Infinity, consistent }: PageRequest): Page {
  const found: Attributes[] = [];
  let count = 0;
  let scannedCount = 0;
  let bytes = 0;
  let fetched = 0;
  let last: ItemRecord | undefined;
  let more = false;
  for (const [stored, view] of rows(target, range)) {
    if (scannedCount > 0 && bytes + view.size > limits.pageBytes.value) {
      more = true;
      break;
    }
    bytes += view.size;
    scannedCount++;
    last = stored;
    if (target.fetches) fetched += readUnits(stored.size, consistent);
    const { item } = target.fetches ? stored : view;
    if (!filter || filter(item)) {
      count++;
      if (!target.counts) found.push(target.projection ? target.projection.project(item) : item);
    }
    if (scannedCount >= limit) {
      more = true;
      break;
    }
  }
  const usage = usageOf(target, bytes, fetched, consistent);
  return { items: found, count, scannedCount, lastKey: more && last ? positionOf(target, last.item) : undefined, usage };
}

function usageOf({ index }: Target, bytes: number, fetched: number, consistent: boolean | undefined): Usage {
  const units = readUnits(bytes, consistent);
  if (!index) return { table: units };
  const usage: Usage = { table: fetched };
  addIndexUnits(usage, index.name, units);
  return usage;
}

/** Whole items in order, with what the table or index holds of each. */
function* rows({ tx, table, index, names }: Target, range: Range): IterableIterator<readonly [stored: ItemRecord, view: ItemRecord]> {
  const stored = tx.table(items);
  if (!index) {
    for (const [, record] of stored.range({ ...range, prefix: table.tag + (range.prefix ?? '') })) yield [record, record];
    return;
  }
  for (const [, itemKey] of tx.table(indexEntries).range({ ...range, prefix: index.tag + (range.prefix ?? '') })) {
    const record = stored.get(table.tag + itemKey)!;
    yield [record, viewOf(names, record)];
  }
}
