import { itemBytes } from './itemSize.js';
import type { IndexRecord, ItemRecord, KeyAttribute, KeyShape, TableRecord } from './table.js';
import type { Attributes, Value } from './value.js';
import { attribute, equalAttributes, setAttribute } from './value.js';

/** Names of the attributes that an index holds; undefined where it holds all. */
export function projectedNames(table: TableRecord, { key, projection }: IndexRecord): ReadonlySet<string> | undefined {
  if (projection.type === 'ALL') return undefined;
  const names = new Set([...keyNames(table.key), ...keyNames(key)]);
  if (projection.type === 'INCLUDE') for (const name of projection.attributes) names.add(name);
  return names;
}

export const keyNames = ({ hash, range }: KeyShape): string[] => [...hash, ...range].map(({ name }: KeyAttribute) => name);

/** What an index holds of an item, with its size. */
export function viewOf(names: ReadonlySet<string> | undefined, record: ItemRecord): ItemRecord {
  if (!names) return record;
  const item: Record<string, Value> = {};
  for (const name of names) {
    const value = attribute(record.item, name);
    if (value) setAttribute(item, name, value);
  }
  return { item, size: itemBytes(item) };
}

/** Whether an index holds the same of both. */
export const sameView = (names: ReadonlySet<string> | undefined, left: Attributes, right: Attributes): boolean => {
  if (!names) return equalAttributes(left, right);
  const leftView = viewOf(names, { item: left, size: 0 });
  return equalAttributes(leftView.item, viewOf(names, { item: right, size: 0 }).item);
};
