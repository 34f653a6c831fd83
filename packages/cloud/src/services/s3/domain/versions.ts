import { key as storeKey, prefix } from '../../../kernel/collection.js';
import type { Context } from '../../../kernel/service.js';
import { invalidArgument, methodNotAllowed, noSuchKey, noSuchVersion, notFound } from '../errors.js';
import { orderedKey } from './objectKey.js';
import { objects } from './records.js';
import type { BucketRecord, Content, ObjectRecord } from './records.js';

/** The first version of a key; later ones count down, so that the newest comes first. */
const firstOrder = 2 ** 50;
const versionIdLength = 32;

const recordKey = (record: Pick<ObjectRecord, 'bucket' | 'key' | 'order'>): string =>
  storeKey(record.bucket, orderedKey(record.key), record.order);

/** Versions of one key, newest first. */
export function* versionsOf(ctx: Context, bucket: string, key: string): IterableIterator<ObjectRecord> {
  for (const [, record] of ctx.table(objects).range({ prefix: prefix(bucket, orderedKey(key)) })) yield record;
}

/** The newest version, be it a delete marker. */
export function newestVersion(ctx: Context, bucket: string, key: string): ObjectRecord | undefined {
  for (const [, record] of ctx.table(objects).range({ prefix: prefix(bucket, orderedKey(key)), limit: 1 })) return record;
  return undefined;
}

export function findVersion(ctx: Context, bucket: string, key: string, versionId: string): ObjectRecord | undefined {
  if (versionId !== 'null' && versionId.length !== versionIdLength) {
    throw invalidArgument('Invalid version id specified', 'versionId', versionId);
  }
  for (const record of versionsOf(ctx, bucket, key)) if (record.versionId === versionId) return record;
  return undefined;
}

/** The object as a reader sees it: the newest version unless one is named. */
export interface Readable {
  readonly record: ObjectRecord;
  readonly content: Content;
}

/** Throws NoSuchKey, NoSuchVersion or MethodNotAllowed (a delete marker named by its version). */
export function readableObject(ctx: Context, input: { Bucket?: string; Key?: string; VersionId?: string }, method: string): Readable {
  const bucket = input.Bucket!;
  const key = input.Key!;
  const record =
    input.VersionId === undefined ? newestVersion(ctx, bucket, key) : findVersion(ctx, bucket, key, input.VersionId);
  if (input.VersionId === undefined) {
    if (!record?.content) throw method === 'HEAD' ? notFound() : noSuchKey(key);
    return { record, content: record.content };
  }
  if (!record) throw method === 'HEAD' ? notFound() : noSuchVersion(key, input.VersionId);
  if (!record.content) throw methodNotAllowed(method);
  return { record, content: record.content };
}

const nowInSeconds = (ctx: Context): number => Math.floor(ctx.now / 1000) * 1000;

/** Adds a version (or a delete marker, without content), or replaces the one that an unversioned bucket keeps. */
export function putVersion(ctx: Context, bucket: BucketRecord, key: string, content: Content | undefined): ObjectRecord {
  const table = ctx.table(objects);
  const newest = newestVersion(ctx, bucket.name, key);
  const versioned = bucket.versioning === 'Enabled';
  const replacesNewest = !versioned && newest?.versionId === 'null';
  if (bucket.versioning === 'Suspended' && newest && !replacesNewest) {
    const old = findVersion(ctx, bucket.name, key, 'null');
    if (old) table.delete(recordKey(old));
  }
  const record: ObjectRecord = {
    bucket: bucket.name,
    key,
    versionId: versioned ? ctx.ids.token(versionIdLength) : 'null',
    order: replacesNewest ? newest.order : (newest?.order ?? firstOrder) - 1,
    lastModifiedMs: nowInSeconds(ctx),
    owner: ctx.principal.kind === 'service' ? bucket.account : ctx.scope.account,
    content,
  };
  table.put(recordKey(record), record);
  return record;
}

export function removeVersion(ctx: Context, record: ObjectRecord): void {
  ctx.table(objects).delete(recordKey(record));
}

/** Changes what an existing version holds: its tags, its storage class. */
export function changeContent(ctx: Context, record: ObjectRecord, content: Content): void {
  ctx.table(objects).put(recordKey(record), { ...record, content });
}

/** `x-amz-version-id`: shown by buckets that have or had versioning. */
export const shownVersionId = (bucket: BucketRecord, record: ObjectRecord): string | undefined =>
  bucket.versioning === undefined ? undefined : record.versionId;
