import type { DeleteBucketLifecycleCommandInput, DeleteBucketLifecycleCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketAccess, bucketOf, changeBucket } from '../domain/bucket.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketLifecycle.html */
export const deleteBucketLifecycle = operation<DeleteBucketLifecycleCommandInput, DeleteBucketLifecycleCommandOutput>({
  ...bucketAccess('s3:PutLifecycleConfiguration'),
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    if (bucket.lifecycle?.timer !== undefined) ctx.cancel(bucket.lifecycle.timer);
    changeBucket(ctx, bucket, { lifecycle: undefined });
    return {};
  },
});
