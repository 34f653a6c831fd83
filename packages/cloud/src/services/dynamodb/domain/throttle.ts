import { collection } from '../../../kernel/collection.js';
import { onDemandLimitExceeded, throughputExceeded } from '../errors.js';
import { limits } from '../limits.js';
import type { UnitKind, Usage } from './capacity.js';
import type { Tx } from './findTable.js';
import { findIndex } from './table.js';
import type { OnDemandLimit, TableRecord, Throughput } from './table.js';

/** What is left of the capacity of a table or index that has a limit; by tag and kind of unit. */
const buckets = collection<{ readonly units: number; readonly atMs: number }>('dynamodb.capacity');

/** Units that come in each second, and seconds of them that are kept. */
interface Limit {
  readonly tag: string;
  readonly unitsPerSecond: number;
  readonly seconds: number;
  readonly exceeded: () => Error;
}

interface Limited {
  readonly tag: string;
  readonly throughput?: Throughput;
  readonly onDemandLimit?: OnDemandLimit;
}

/** Provisioned capacity that is not used is kept for five minutes; a limit that an owner set on demand is one of each second. */
function limitOf(billing: TableRecord['billing'], { tag, throughput, onDemandLimit }: Limited, kind: UnitKind): Limit | undefined {
  if (billing === 'PROVISIONED') {
    if (!throughput) return undefined;
    const unitsPerSecond = kind === 'read' ? throughput.readUnits : throughput.writeUnits;
    return { tag, unitsPerSecond, seconds: limits.burstSeconds.value, exceeded: throughputExceeded };
  }
  const most = onDemandLimit && (kind === 'read' ? onDemandLimit.readUnits : onDemandLimit.writeUnits);
  return most === undefined || most < 0 ? undefined : { tag, unitsPerSecond: most, seconds: 1, exceeded: onDemandLimitExceeded };
}

/**
 * Takes units from the capacity of a table and its indexes, where that is limited. A call is let through while anything is
 * left, however much it takes. Throws ProvisionedThroughputExceededException or ThrottlingException, which undoes the call.
 */
export function takeCapacity(tx: Tx, table: TableRecord, kind: UnitKind, usage: Usage): void {
  if (table.billing !== 'PROVISIONED' && !table.onDemandLimit && table.indexes.length === 0) return;
  take(tx, limitOf(table.billing, table, kind), kind, usage.table + localUnits(table, usage));
  if (!usage.indexes) return;
  for (const [name, units] of usage.indexes) {
    const index = findIndex(table, name);
    if (index?.kind === 'global') take(tx, limitOf(table.billing, index, kind), kind, units);
  }
}

/** Local indexes live on their table's capacity. */
function localUnits(table: TableRecord, { indexes }: Usage): number {
  let units = 0;
  if (indexes) for (const [name, count] of indexes) if (findIndex(table, name)?.kind === 'local') units += count;
  return units;
}

/** Whether `takeCapacity` would let a call through, for batches that leave the rest for another call. */
export function hasCapacity(tx: Tx, table: TableRecord, kind: UnitKind): boolean {
  const limited: Limited[] = [table, ...(kind === 'write' ? table.indexes : [])];
  return limited.every((each) => {
    const limit = limitOf(table.billing, each, kind);
    return !limit || left(tx, limit, kind) > 0;
  });
}

function left(tx: Tx, { tag, unitsPerSecond, seconds }: Limit, kind: UnitKind): number {
  const most = unitsPerSecond * seconds;
  const bucket = tx.table(buckets).get(tag + kind);
  return bucket ? Math.min(most, bucket.units + ((tx.now - bucket.atMs) / 1000) * unitsPerSecond) : most;
}

function take(tx: Tx, limit: Limit | undefined, kind: UnitKind, units: number): void {
  if (!limit || units === 0) return;
  const available = left(tx, limit, kind);
  if (available <= 0) throw limit.exceeded();
  tx.table(buckets).put(limit.tag + kind, { units: available - units, atMs: tx.now });
}

/** Forgets what a table or index had left. */
export function dropCapacity(tx: Tx, tag: string): void {
  for (const kind of ['read', 'write'] as const) tx.table(buckets).delete(tag + kind);
}
