import type { ConsumedCapacity } from '@aws-sdk/client-dynamodb';
import { limits } from '../limits.js';
import { findIndex } from './table.js';
import type { TableRecord } from './table.js';

/** Units of one call on one table: of the table itself and of its indexes by name. */
export interface Usage {
  table: number;
  indexes?: Map<string, number>;
}

export type UnitKind = 'read' | 'write';
export type CapacityDetail = 'INDEXES' | 'TOTAL' | 'NONE' | undefined;

export const writeUnits = (bytes: number): number => Math.max(1, Math.ceil(bytes / limits.writeUnitBytes.value));

/** Half as many for an eventually consistent read. */
export const readUnits = (bytes: number, consistent: boolean | undefined): number =>
  Math.max(1, Math.ceil(bytes / limits.readUnitBytes.value)) * (consistent ? 1 : 0.5);

export function addIndexUnits(usage: Usage, index: string, units: number): void {
  if (units === 0) return;
  usage.indexes ??= new Map();
  usage.indexes.set(index, (usage.indexes.get(index) ?? 0) + units);
}

export function totalUnits({ table, indexes }: Usage): number {
  let units = table;
  if (indexes) for (const each of indexes.values()) units += each;
  return units;
}

/** `ConsumedCapacity` in the detail asked for. Transactions say which kind of unit they used. */
export function consumedCapacity(table: TableRecord, usage: Usage, detail: CapacityDetail, transactionKind?: UnitKind): ConsumedCapacity | undefined {
  if (detail !== 'TOTAL' && detail !== 'INDEXES') return undefined;
  const units = (count: number): { CapacityUnits: number; ReadCapacityUnits?: number; WriteCapacityUnits?: number } => ({
    CapacityUnits: count,
    ...(transactionKind === 'read' && { ReadCapacityUnits: count }),
    ...(transactionKind === 'write' && { WriteCapacityUnits: count }),
  });
  const total = { TableName: table.name, ...units(totalUnits(usage)) };
  if (detail === 'TOTAL') return total;
  const ofKind = (kind: 'global' | 'local') => {
    const found = [...(usage.indexes ?? [])].filter(([name]) => findIndex(table, name)?.kind === kind);
    return found.length === 0 ? undefined : Object.fromEntries(found.map(([name, count]) => [name, units(count)]));
  };
  const [global, local] = [ofKind('global'), ofKind('local')];
  return {
    ...total,
    Table: units(usage.table),
    ...(global && { GlobalSecondaryIndexes: global }),
    ...(local && { LocalSecondaryIndexes: local }),
  };
}
