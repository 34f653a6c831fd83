import { throughputExceeded } from '../errors.js';
import { limits } from '../limits.js';
import { collection } from '../../../kernel/collection.js';
import type { UnitKind, Usage } from './capacity.js';
import type { Tx } from './findTable.js';
import { findIndex } from './table.js';
import type { TableRecord, Throughput } from './table.js';

/** What is left of a table's or index's provisioned capacity; by tag and kind of unit. */
const buckets = collection<{ readonly units: number; readonly atMs: number }>('dynamodb.capacity');

/**
 * Takes units from the provisioned capacity of a table and its indexes. Unused capacity is kept for five minutes, as AWS
 * does. A call is let through while anything is left, however much it takes. Throws
 * ProvisionedThroughputExceededException, which undoes the call.
 */
export function takeCapacity(tx: Tx, table: TableRecord, kind: UnitKind, usage: Usage): void {
  if (table.billing !== 'PROVISIONED') return;
  if (usage.table > 0) take(tx, table.tag + kind, rate(table.throughput, kind), usage.table);
  if (!usage.indexes) return;
  for (const [name, units] of usage.indexes) {
    const index = findIndex(table, name);
    // Local indexes live on the table's capacity.
    if (index?.kind === 'local' || !index?.throughput) take(tx, table.tag + kind, rate(table.throughput, kind), units);
    else take(tx, index.tag + kind, rate(index.throughput, kind), units);
  }
}

const rate = ({ readUnits, writeUnits }: Throughput, kind: UnitKind): number => (kind === 'read' ? readUnits : writeUnits);

/** Whether `takeCapacity` would let a call through, for batches that leave the rest for another call. */
export function hasCapacity(tx: Tx, table: TableRecord, kind: UnitKind): boolean {
  if (table.billing !== 'PROVISIONED') return true;
  const global = table.indexes.filter(({ kind: indexKind, throughput }) => kind === 'write' && indexKind === 'global' && throughput);
  return left(tx, table.tag + kind, rate(table.throughput, kind)) > 0 && global.every(({ tag, throughput }) => left(tx, tag + kind, rate(throughput!, kind)) > 0);
}

function left(tx: Tx, bucketKey: string, unitsPerSecond: number): number {
  const most = unitsPerSecond * limits.burstSeconds.value;
  const bucket = tx.table(buckets).get(bucketKey);
  return bucket ? Math.min(most, bucket.units + ((tx.now - bucket.atMs) / 1000) * unitsPerSecond) : most;
}

function take(tx: Tx, bucketKey: string, unitsPerSecond: number, units: number): void {
  const available = left(tx, bucketKey, unitsPerSecond);
  if (available <= 0) throw throughputExceeded();
  tx.table(buckets).put(bucketKey, { units: available - units, atMs: tx.now });
}

/** Forgets what a table or index had left. */
export function dropCapacity(tx: Tx, tag: string): void {
  for (const kind of ['read', 'write'] as const) tx.table(buckets).delete(tag + kind);
}
