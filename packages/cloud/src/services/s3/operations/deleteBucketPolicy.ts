import type { DeleteBucketPolicyCommandInput, DeleteBucketPolicyCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketAccess, bucketOf, changeBucket } from '../domain/bucket.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketPolicy.html */
export const deleteBucketPolicy = operation<DeleteBucketPolicyCommandInput, DeleteBucketPolicyCommandOutput>({
  ...bucketAccess('s3:DeleteBucketPolicy'),
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    changeBucket(ctx, bucket, { policy: undefined });
    return {};
  },
});
