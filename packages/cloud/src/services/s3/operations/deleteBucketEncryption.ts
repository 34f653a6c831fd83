import type { DeleteBucketEncryptionCommandInput, DeleteBucketEncryptionCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketAccess, bucketOf, changeBucket, defaultEncryption } from '../domain/bucket.js';

/** Back to what every bucket has. https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketEncryption.html */
export const deleteBucketEncryption = operation<DeleteBucketEncryptionCommandInput, DeleteBucketEncryptionCommandOutput>({
  ...bucketAccess('s3:PutEncryptionConfiguration'),
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    changeBucket(ctx, bucket, { encryption: defaultEncryption });
    return {};
  },
});
