import type { PutBucketPolicyCommandInput, PutBucketPolicyCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketAccess, bucketOf, changeBucket } from '../domain/bucket.js';
import { checkBucketPolicy, isPublicPolicy } from '../domain/bucketPolicy.js';
import { publicPolicyBlocked } from '../errors.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html */
export const putBucketPolicy = operation<PutBucketPolicyCommandInput, PutBucketPolicyCommandOutput>({
  ...bucketAccess('s3:PutBucketPolicy'),
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    const policy = input.Policy!;
    checkBucketPolicy(policy, bucket.name);
    if (bucket.publicAccessBlock?.BlockPublicPolicy && isPublicPolicy(policy)) throw publicPolicyBlocked(ctx.principal.arn, bucket.name);
    changeBucket(ctx, bucket, { policy });
    return {};
  },
});
