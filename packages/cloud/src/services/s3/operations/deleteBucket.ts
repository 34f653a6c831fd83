import type { DeleteBucketCommandInput, DeleteBucketCommandOutput } from '@aws-sdk/client-s3';
import { prefix } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import { bucketAccess, bucketOf } from '../domain/bucket.js';
import { buckets, objects, uploads } from '../domain/records.js';
import { removeUpload } from '../domain/uploads.js';
import { bucketNotEmpty } from '../errors.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html */
export const deleteBucket = operation<DeleteBucketCommandInput, DeleteBucketCommandOutput>({
  ...bucketAccess('s3:DeleteBucket'),
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    for (const _ of ctx.table(objects).range({ prefix: prefix(bucket.name), limit: 1 })) {
      throw bucketNotEmpty(bucket.name, bucket.versioning !== undefined);
    }
    // Uploads under way do not keep a bucket; they go with it.
    for (const [, upload] of ctx.table(uploads).range({ prefix: prefix(bucket.name) })) removeUpload(ctx, upload);
    if (bucket.lifecycle?.timer !== undefined) ctx.cancel(bucket.lifecycle.timer);
    ctx.table(buckets).delete(bucket.name);
    return {};
  },
});
