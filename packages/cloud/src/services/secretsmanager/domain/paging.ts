import { invalidNextToken } from '../errors.js';

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken: string | undefined;
}

/** The first `size` items, and a token that stands for the last of them if there are more. */
export function pageOf<T>(items: Iterable<T>, size: number, keyOf: (item: T) => string): Page<T> {
  const found: T[] = [];
  for (const item of items) {
    if (found.length === size) return { items: found, nextToken: encode(keyOf(found[size - 1]!)) };
    found.push(item);
  }
  return { items: found, nextToken: undefined };
}

const encode = (key: string): string => Buffer.from(key).toString('base64url');

/** The key of the last item of the page before. Throws InvalidNextTokenException. */
export function lastKeyOf(token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const key = Buffer.from(token, 'base64url').toString();
  if (key === '' || encode(key) !== token) throw invalidNextToken();
  return key;
}
