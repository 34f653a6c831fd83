import type { GetPublicAccessBlockCommandInput, GetPublicAccessBlockCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketAccess, bucketOf } from '../domain/bucket.js';
import { noSuchPublicAccessBlock } from '../errors.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetPublicAccessBlock.html */
export const getPublicAccessBlock = operation<GetPublicAccessBlockCommandInput, GetPublicAccessBlockCommandOutput>({
  ...bucketAccess('s3:GetBucketPublicAccessBlock'),
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    if (!bucket.publicAccessBlock) throw noSuchPublicAccessBlock(bucket.name);
    return { PublicAccessBlockConfiguration: bucket.publicAccessBlock };
  },
});
