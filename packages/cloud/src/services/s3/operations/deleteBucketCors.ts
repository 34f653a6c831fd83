import type { DeleteBucketCorsCommandInput, DeleteBucketCorsCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketAccess, bucketOf, changeBucket } from '../domain/bucket.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketCors.html */
export const deleteBucketCors = operation<DeleteBucketCorsCommandInput, DeleteBucketCorsCommandOutput>({
  ...bucketAccess('s3:PutBucketCORS'),
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    changeBucket(ctx, bucket, { cors: undefined });
    return {};
  },
});
