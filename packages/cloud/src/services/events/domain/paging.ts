import { invalidParameter } from '../errors.js';
import { limits } from '../limits.js';

/**
 * A page of items in the order of their names, and the token of the next. The token is the last name given, so that pages
 * survive changes between them.
 */
export function page<T>(
  items: Iterable<T>,
  nameOf: (item: T) => string,
  options: { readonly Limit?: number | undefined; readonly NextToken?: string | undefined },
): { readonly items: T[]; readonly NextToken: string | undefined } {
  const after = options.NextToken === undefined ? undefined : decode(options.NextToken);
  const limit = options.Limit ?? limits.pageSize.value;
  const out: T[] = [];
  for (const item of items) {
    if (after !== undefined && nameOf(item) <= after) continue;
    if (out.length === limit) return { items: out, NextToken: encode(nameOf(out[limit - 1]!)) };
    out.push(item);
  }
  return { items: out, NextToken: undefined };
}

const encode = (name: string): string => Buffer.from(name).toString('base64url');

function decode(token: string): string {
  const name = Buffer.from(token, 'base64url').toString();
  if (name === '' || encode(name) !== token) throw invalidParameter('NextToken');
  return name;
}
