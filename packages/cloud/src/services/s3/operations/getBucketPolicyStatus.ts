import type { GetBucketPolicyStatusCommandInput, GetBucketPolicyStatusCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketAccess, bucketOf } from '../domain/bucket.js';
import { isPublicPolicy } from '../domain/bucketPolicy.js';
import { noSuchBucketPolicy } from '../errors.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicyStatus.html */
export const getBucketPolicyStatus = operation<GetBucketPolicyStatusCommandInput, GetBucketPolicyStatusCommandOutput>({
  ...bucketAccess('s3:GetBucketPolicyStatus'),
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    if (bucket.policy === undefined) throw noSuchBucketPolicy(bucket.name);
    return { PolicyStatus: { IsPublic: isPublicPolicy(bucket.policy) } };
  },
});
