import { prefix } from '../../kernel/collection.js';
import type { Context, Task } from '../../kernel/service.js';
import { announce } from './delivery.js';
import { dueTransition, expiryOf, loneMarkerExpired, nextMidnight, noncurrentExpired, uploadExpired } from './domain/lifecycle.js';
import { buckets, objects, uploads } from './domain/records.js';
import type { BucketRecord, Content, ObjectRecord } from './domain/records.js';
import { removeUpload } from './domain/uploads.js';
import { changeContent, putVersion, removeVersion } from './domain/versions.js';

/** Puts off the next run to the coming midnight, or to none where no rule is on. Returns the record to keep. */
export function planLifecycle(ctx: Context, bucket: BucketRecord): BucketRecord {
  const { lifecycle } = bucket;
  if (!lifecycle) return bucket;
  const active = lifecycle.rules.some((rule) => rule.Status === 'Enabled');
  const timer = active
    ? ctx.schedule('lifecycle', nextMidnight(ctx.now), { bucket: bucket.name }, { scope: { account: bucket.account, region: bucket.region } })
    : undefined;
  return { ...bucket, lifecycle: { ...lifecycle, timer } };
}

/** The daily run over one bucket, at midnight UTC, as S3 has it. */
export const lifecycle: Task<{ bucket: string }> = ({ bucket: name }, ctx) => {
  const bucket = ctx.table(buckets).get(name);
  if (!bucket?.lifecycle) return;
  let versions: ObjectRecord[] = [];
  for (const [, record] of ctx.table(objects).range({ prefix: prefix(name) })) {
    if (versions.length > 0 && versions[0]!.key !== record.key) {
      applyToKey(ctx, bucket, versions);
      versions = [];
    }
    versions.push(record);
  }
  if (versions.length > 0) applyToKey(ctx, bucket, versions);
  for (const [, upload] of ctx.table(uploads).range({ prefix: prefix(name) })) {
    if (uploadExpired(bucket, upload, ctx.now)) removeUpload(ctx, upload);
  }
  ctx.table(buckets).put(name, planLifecycle(ctx, bucket));
};

/** Versions of one key, newest first. */
function applyToKey(ctx: Context, bucket: BucketRecord, versions: readonly ObjectRecord[]): void {
  const [current, ...older] = versions as [ObjectRecord, ...ObjectRecord[]];
  let left = older.length;
  older.forEach((record, at) => {
    const sinceMs = versions[at]!.lastModifiedMs;
    if (noncurrentExpired(bucket, record, ctx.now, sinceMs, at)) {
      removeVersion(ctx, record);
      announce(ctx, bucket, record, 'LifecycleExpiration:Delete');
      left--;
    } else transition(ctx, bucket, record, sinceMs);
  });
  if (current.content) expireCurrent(ctx, bucket, current, current.content);
  else if (left === 0 && loneMarkerExpired(bucket, current, ctx.now)) {
    removeVersion(ctx, current);
    announce(ctx, bucket, current, 'LifecycleExpiration:Delete');
  }
}

function expireCurrent(ctx: Context, bucket: BucketRecord, current: ObjectRecord, content: Content): void {
  const expiry = expiryOf(bucket, current);
  if (!expiry || expiry.atMs > ctx.now) return transition(ctx, bucket, current, undefined, content);
  if (bucket.versioning === undefined) {
    removeVersion(ctx, current);
    announce(ctx, bucket, current, 'LifecycleExpiration:Delete');
  } else announce(ctx, bucket, putVersion(ctx, bucket, current.key, undefined), 'LifecycleExpiration:DeleteMarkerCreated');
}

function transition(ctx: Context, bucket: BucketRecord, record: ObjectRecord, noncurrentSinceMs: number | undefined, content = record.content): void {
  if (!content) return;
  const storageClass = dueTransition(bucket, { ...record, content }, ctx.now, noncurrentSinceMs);
  if (storageClass === undefined) return;
  changeContent(ctx, record, { ...content, storageClass: storageClass as Content['storageClass'] });
  announce(ctx, bucket, record, 'LifecycleTransition', { storageClass });
}
