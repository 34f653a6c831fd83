import type { GetBucketPolicyCommandInput, GetBucketPolicyCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketAccess, bucketOf } from '../domain/bucket.js';
import { noSuchBucketPolicy } from '../errors.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html */
export const getBucketPolicy = operation<GetBucketPolicyCommandInput, GetBucketPolicyCommandOutput>({
  ...bucketAccess('s3:GetBucketPolicy'),
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    if (bucket.policy === undefined) throw noSuchBucketPolicy(bucket.name);
    return { Policy: bucket.policy };
  },
});
