import type { Range, Table } from '../../../kernel/collection.js';
import { badRequest } from '../errors.js';
import { limits } from '../limits.js';

export interface PageInput {
  readonly position?: string | undefined;
  readonly limit?: number | undefined;
}

export interface Page<T> {
  readonly items: T[];
  readonly position: string | undefined;
}

function pageSize({ limit }: PageInput): number {
  if (limit === undefined) return limits.pageSize.value;
  if (limit < 1) throw badRequest('Invalid limit specified');
  return Math.min(limit, limits.largestPage.value);
}

const encode = (key: string): string => Buffer.from(key).toString('base64');
const decode = (position: string): string => Buffer.from(position, 'base64').toString();

/** One page of a table in key order; `position` names the last key that was given. */
export function pageOfTable<T>(table: Table<T>, input: PageInput, range: Range = {}, wanted: (record: T) => boolean = () => true): Page<T> {
  const size = pageSize(input);
  const prefix = range.prefix ?? '';
  const after = input.position ? decode(input.position) : undefined;
  const items: T[] = [];
  let last: string | undefined;
  for (const [key, record] of table.range({ ...range, ...(after === undefined ? {} : { after }) })) {
    if (!wanted(record)) continue;
    if (items.length === size) return { items, position: encode(last!) };
    items.push(record);
    last = key.slice(prefix.length);
  }
  return { items, position: undefined };
}

/** One page of a list that is whole already. */
export function pageOfList<T>(list: readonly T[], input: PageInput): Page<T> {
  const size = pageSize(input);
  const start = input.position ? Number(decode(input.position)) : 0;
  if (!Number.isInteger(start) || start < 0) throw badRequest('Invalid position specified');
  const items = list.slice(start, start + size);
  const end = start + items.length;
  return { items, position: end < list.length ? encode(String(end)) : undefined };
}
