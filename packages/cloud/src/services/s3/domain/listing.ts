import { prefix as storePrefix } from '../../../kernel/collection.js';
import type { Table } from '../../../kernel/collection.js';
import { invalidArgument } from '../errors.js';
import { limits } from '../limits.js';
import { behindPrefix, orderedKey } from './objectKey.js';
import type { ObjectRecord } from './records.js';

export interface ListingQuery {
  readonly bucket: string;
  readonly prefix: string;
  readonly delimiter: string | undefined;
  /** Only keys and common prefixes behind this one. */
  readonly after: string | undefined;
  readonly max: number;
}

/** A key that is listed, or a prefix that stands for all keys below it. */
export type ListingEntry = { readonly record: ObjectRecord } | { readonly commonPrefix: string };

export interface Listing {
  readonly entries: readonly ListingEntry[];
  readonly truncated: boolean;
  /** Key or common prefix of the last entry. */
  readonly last: string | undefined;
}

const nameOf = (entry: ListingEntry): string => ('record' in entry ? entry.record.key : entry.commonPrefix);

/** The common prefix of a key: up to and with the first delimiter behind the listing's prefix. */
export function commonPrefixOf(key: string, prefix: string, delimiter: string | undefined): string | undefined {
  if (!delimiter) return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

/** Current objects in key order; delete markers and older versions are passed over. */
export function listCurrent(table: Table<ObjectRecord>, query: ListingQuery): Listing {
  const entries: ListingEntry[] = [];
  const base = storePrefix(query.bucket);
  if (query.max === 0) return { entries, truncated: false, last: undefined };
  let from = firstKey(query);
  scan: for (;;) {
    for (const [, record] of table.range({ prefix: base, from })) {
      if (!record.key.startsWith(query.prefix)) break scan;
      const common = commonPrefixOf(record.key, query.prefix, query.delimiter);
      const told = common !== undefined && common === query.after;
      if (record.content && !told) {
        if (entries.length === query.max) return { entries, truncated: true, last: nameOf(entries[entries.length - 1]!) };
        entries.push(common === undefined ? { record } : { commonPrefix: common });
      }
      if (common !== undefined && (record.content || told)) {
        // Everything below a common prefix is told; one seek passes over it.
        from = orderedKey(common) + behindPrefix;
        continue scan;
      }
      if (record.versionId !== 'null' || !record.content) {
        // Older versions of a key follow its newest.
        from = orderedKey(record.key) + firstBehindKey;
        continue scan;
      }
    }
    break;
  }
  return { entries, truncated: false, last: undefined };
}

/** The separator's successor: behind all versions of a key, before every longer key. */
export const firstBehindKey = '\u0001';

function firstKey({ prefix, after }: ListingQuery): string {
  const start = orderedKey(prefix);
  const behind = after === undefined ? '' : orderedKey(after) + firstBehindKey;
  return behind > start ? behind : start;
}

/** How many keys to give; S3 takes any number and gives a thousand at most. */
export function pageSize(max: number | undefined, argument: string): number {
  if (max === undefined) return limits.pageSize;
  if (!Number.isInteger(max) || max < 0 || max > 0x7fff_ffff) {
    throw invalidArgument(`Argument ${argument} must be an integer between 0 and 2147483647`, argument, max);
  }
  return Math.min(max, limits.pageSize);
}

export const continuationToken = (last: string): string => Buffer.from(`1:${last}`).toString('base64');

export function lastOfToken(token: string): string {
  const text = Buffer.from(token, 'base64').toString();
  if (!text.startsWith('1:')) throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
  return text.slice(2);
}

const loneSurrogate = /\p{Surrogate}/gu;

/** `encoding-type=url`: names that XML could not carry. */
export function urlEncoder(encodingType: string | undefined): (text: string) => string {
  if (encodingType === undefined) return (text) => text;
  if (encodingType !== 'url') throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', encodingType);
  return (text) =>
    encodeURIComponent(text.replace(loneSurrogate, '\ufffd'))
      .replaceAll('%2F', '/')
      .replace(/[!'()]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Condition keys of IAM for who may list what. */
export function listingKeys(input: {
  readonly Prefix?: string | undefined;
  readonly Delimiter?: string | undefined;
  readonly MaxKeys?: number | undefined;
}): ReadonlyMap<string, readonly string[]> {
  const keys = new Map<string, readonly string[]>([['s3:prefix', [input.Prefix ?? '']]]);
  if (input.Delimiter !== undefined) keys.set('s3:delimiter', [input.Delimiter]);
  if (input.MaxKeys !== undefined) keys.set('s3:max-keys', [String(input.MaxKeys)]);
  return keys;
}
