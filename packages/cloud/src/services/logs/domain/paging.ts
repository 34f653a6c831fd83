import { invalidToken } from '../errors.js';
import { limits } from '../limits.js';

interface PageOptions {
  readonly limit?: number | undefined;
  readonly nextToken?: string | undefined;
}

/**
 * A page of items that are sorted by the given text, and the token of the next: the last text given, so that pages survive
 * changes between them.
 */
export function page<T>(items: Iterable<T>, sortedBy: (item: T) => string, options: PageOptions, descending = false): { items: T[]; nextToken: string | undefined } {
  const after = options.nextToken === undefined ? undefined : decode(options.nextToken);
  const limit = options.limit ?? limits.listed.value;
  const out: T[] = [];
  for (const item of items) {
    const text = sortedBy(item);
    if (after !== undefined && (descending ? text >= after : text <= after)) continue;
    if (out.length === limit) return { items: out, nextToken: encode(sortedBy(out[limit - 1]!)) };
    out.push(item);
  }
  return { items: out, nextToken: undefined };
}

const encode = (text: string): string => Buffer.from(text).toString('base64url');

function decode(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (text === '' || encode(text) !== token) throw invalidToken();
  return text;
}
