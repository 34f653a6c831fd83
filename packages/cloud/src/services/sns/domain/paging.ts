import { invalidParameter } from '../errors.js';

/** A page of records in key order, and the token of the next one: the last key given. */
export function page<T>(
  entries: (after: { after?: string }) => IterableIterator<readonly [string, T]>,
  token: string | undefined,
  size: number,
): { readonly records: readonly T[]; readonly nextToken: string | undefined } {
  const records: T[] = [];
  let last = '';
  for (const [key, record] of entries(token === undefined ? {} : { after: decode(token) })) {
    if (records.length === size) return { records, nextToken: encode(last) };
    records.push(record);
    last = key;
  }
  return { records, nextToken: undefined };
}

const encode = (key: string): string => Buffer.from(key).toString('base64url');

function decode(token: string): string {
  const key = Buffer.from(token, 'base64url').toString();
  if (key === '' || encode(key) !== token) throw invalidParameter('NextToken');
  return key;
}
