import { prefix as storePrefix } from '../../../kernel/collection.js';
import type { Table } from '../../../kernel/collection.js';
import { commonPrefixOf, firstBehindKey } from './listing.js';
import { behindPrefix, orderedKey } from './objectKey.js';
import type { ObjectRecord } from './records.js';

export interface VersionQuery {
  readonly bucket: string;
  readonly prefix: string;
  readonly delimiter: string | undefined;
  readonly keyMarker: string | undefined;
  readonly versionIdMarker: string | undefined;
  readonly max: number;
}

export interface VersionListing {
  readonly versions: readonly { readonly record: ObjectRecord; readonly isLatest: boolean }[];
  readonly commonPrefixes: readonly string[];
  /** Where the next page goes on; undefined where this is the last. */
  readonly next: { readonly key: string; readonly versionId: string | undefined } | undefined;
}

/** Every version and delete marker in order of key, newest first. */
export function listVersions(table: Table<ObjectRecord>, query: VersionQuery): VersionListing {
  const versions: { record: ObjectRecord; isLatest: boolean }[] = [];
  const commonPrefixes: string[] = [];
  let last: VersionListing['next'];
  let from = firstKey(query);
  let passed = query.versionIdMarker === undefined;
  let key: string | undefined;
  if (query.max === 0) return { versions, commonPrefixes, next: undefined };
  scan: for (;;) {
    for (const [, record] of table.range({ prefix: storePrefix(query.bucket), from })) {
      if (!record.key.startsWith(query.prefix)) break scan;
      const isLatest = record.key !== key;
      key = record.key;
      if (!passed && record.key === query.keyMarker) {
        passed = record.versionId === query.versionIdMarker;
        continue;
      }
      const common = commonPrefixOf(record.key, query.prefix, query.delimiter);
      const told = common !== undefined && common === query.keyMarker;
      if (!told && versions.length + commonPrefixes.length === query.max) return { versions, commonPrefixes, next: last };
      if (common === undefined) {
        versions.push({ record, isLatest });
        last = { key: record.key, versionId: record.versionId };
        continue;
      }
      if (!told) {
        commonPrefixes.push(common);
        last = { key: common, versionId: undefined };
      }
      from = orderedKey(common) + behindPrefix;
      continue scan;
    }
    break;
  }
  return { versions, commonPrefixes, next: undefined };
}

/** With a version marker the key's own versions are looked through for it; without, they are all behind. */
function firstKey({ prefix, keyMarker, versionIdMarker }: VersionQuery): string {
  const start = orderedKey(prefix);
  if (keyMarker === undefined) return start;
  const behind = orderedKey(keyMarker) + (versionIdMarker === undefined ? firstBehindKey : '');
  return behind > start ? behind : start;
}
