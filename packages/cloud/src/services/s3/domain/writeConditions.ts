import type { Context } from '../../../kernel/service.js';
import { notImplemented } from '../../../kernel/errors.js';
import { noSuchKey, preconditionFailed } from '../errors.js';
import { namesEtag } from './conditional.js';
import { newestVersion } from './versions.js';

/**
 * Conditional writes: `If-None-Match: *` only where there is no object, `If-Match` only over the named one.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function checkWriteConditions(
  ctx: Context,
  bucket: string,
  key: string,
  { IfMatch, IfNoneMatch }: { readonly IfMatch?: string | undefined; readonly IfNoneMatch?: string | undefined },
): void {
  if (IfMatch === undefined && IfNoneMatch === undefined) return;
  if (IfNoneMatch !== undefined && IfNoneMatch.trim() !== '*') {
    throw notImplemented('S3 conditional writes with an If-None-Match other than * (nor does S3)');
  }
  const content = newestVersion(ctx, bucket, key)?.content;
  if (IfNoneMatch !== undefined && content) throw preconditionFailed('If-None-Match');
  if (IfMatch === undefined) return;
  if (!content) throw noSuchKey(key);
  if (!namesEtag(IfMatch, content.etag)) throw preconditionFailed('If-Match');
}
