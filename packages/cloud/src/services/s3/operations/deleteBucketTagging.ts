import type { DeleteBucketTaggingCommandInput, DeleteBucketTaggingCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketAccess, bucketOf, changeBucket } from '../domain/bucket.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketTagging.html */
export const deleteBucketTagging = operation<DeleteBucketTaggingCommandInput, DeleteBucketTaggingCommandOutput>({
  ...bucketAccess('s3:PutBucketTagging'),
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    changeBucket(ctx, bucket, { tags: undefined });
    return {};
  },
});
