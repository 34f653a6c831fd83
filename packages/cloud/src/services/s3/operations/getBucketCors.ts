import type { GetBucketCorsCommandInput, GetBucketCorsCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketAccess, bucketOf } from '../domain/bucket.js';
import { noSuchCors } from '../errors.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketCors.html */
export const getBucketCors = operation<GetBucketCorsCommandInput, GetBucketCorsCommandOutput>({
  ...bucketAccess('s3:GetBucketCORS'),
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    if (!bucket.cors) throw noSuchCors(bucket.name);
    return { CORSRules: [...bucket.cors] };
  },
});
