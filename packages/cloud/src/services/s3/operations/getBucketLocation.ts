import type { BucketLocationConstraint, GetBucketLocationCommandInput, GetBucketLocationCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketAccess } from '../domain/bucket.js';
import { buckets } from '../domain/records.js';
import { accessDenied, noSuchBucket } from '../errors.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html */
export const getBucketLocation = operation<GetBucketLocationCommandInput, GetBucketLocationCommandOutput>({
  ...bucketAccess('s3:GetBucketLocation'),
  run(input, ctx) {
    const bucket = ctx.table(buckets).get(input.Bucket!);
    if (!bucket) throw noSuchBucket(input.Bucket!);
    if (input.ExpectedBucketOwner !== undefined && input.ExpectedBucketOwner !== bucket.account) throw accessDenied();
    return bucket.region === 'us-east-1' ? {} : { LocationConstraint: bucket.region as BucketLocationConstraint };
  },
});
