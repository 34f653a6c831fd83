import type { PutBucketCorsCommandInput, PutBucketCorsCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketAccess, bucketOf, changeBucket } from '../domain/bucket.js';
import { checkCors } from '../domain/cors.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html */
export const putBucketCors = operation<PutBucketCorsCommandInput, PutBucketCorsCommandOutput>({
  ...bucketAccess('s3:PutBucketCORS'),
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    changeBucket(ctx, bucket, { cors: checkCors(input.CORSConfiguration?.CORSRules) });
    return {};
  },
});
