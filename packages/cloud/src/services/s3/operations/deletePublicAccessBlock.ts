import type { DeletePublicAccessBlockCommandInput, DeletePublicAccessBlockCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketAccess, bucketOf, changeBucket } from '../domain/bucket.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeletePublicAccessBlock.html */
export const deletePublicAccessBlock = operation<DeletePublicAccessBlockCommandInput, DeletePublicAccessBlockCommandOutput>({
  ...bucketAccess('s3:PutBucketPublicAccessBlock'),
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    changeBucket(ctx, bucket, { publicAccessBlock: undefined });
    return {};
  },
});
