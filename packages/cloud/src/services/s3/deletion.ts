import type { Context } from '../../kernel/service.js';
import { announce } from './delivery.js';
import { namesEtag } from './domain/conditional.js';
import type { BucketRecord, ObjectRecord } from './domain/records.js';
import { findVersion, newestVersion, putVersion, removeVersion, shownVersionId } from './domain/versions.js';
import { preconditionFailed } from './errors.js';

export interface Deleted {
  /** A marker was put, or was what was removed. */
  readonly deleteMarker: boolean;
  /** Of the marker that was put, or of the version that was removed. */
  readonly versionId: string | undefined;
}

interface Deletion {
  readonly key: string;
  readonly versionId?: string | undefined;
  readonly ifMatch?: string | undefined;
}

/**
 * Removes a version for good where one is named, puts a delete marker in a versioned bucket, and removes the object in an
 * unversioned one. What is not there counts as deleted.
 */
export function deleteOne(ctx: Context, bucket: BucketRecord, { key, versionId, ifMatch }: Deletion): Deleted {
  const target = versionId === undefined ? newestVersion(ctx, bucket.name, key) : findVersion(ctx, bucket.name, key, versionId);
  if (ifMatch !== undefined && target?.content && !namesEtag(ifMatch, target.content.etag)) throw preconditionFailed('If-Match');
  if (versionId !== undefined) return removeNamed(ctx, bucket, target, versionId);
  if (bucket.versioning === undefined) {
    if (target) remove(ctx, bucket, target);
    return { deleteMarker: false, versionId: undefined };
  }
  const marker = putVersion(ctx, bucket, key, undefined);
  announce(ctx, bucket, marker, 'ObjectRemoved:DeleteMarkerCreated');
  return { deleteMarker: true, versionId: shownVersionId(bucket, marker) };
}

function removeNamed(ctx: Context, bucket: BucketRecord, target: ObjectRecord | undefined, versionId: string): Deleted {
  if (!target) return { deleteMarker: false, versionId };
  remove(ctx, bucket, target);
  return { deleteMarker: target.content === undefined, versionId };
}

function remove(ctx: Context, bucket: BucketRecord, record: ObjectRecord): void {
  removeVersion(ctx, record);
  announce(ctx, bucket, record, 'ObjectRemoved:Delete');
}
