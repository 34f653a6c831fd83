import type { HeadBucketCommandInput, HeadBucketCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketAccess, bucketArn } from '../domain/bucket.js';
import { buckets } from '../domain/records.js';
import { accessDenied, notFound } from '../errors.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html */
export const headBucket = operation<HeadBucketCommandInput, HeadBucketCommandOutput>({
  ...bucketAccess('s3:ListBucket'),
  run(input, ctx) {
    const bucket = ctx.table(buckets).get(input.Bucket!);
    if (!bucket) throw notFound();
    if (input.ExpectedBucketOwner !== undefined && input.ExpectedBucketOwner !== bucket.account) throw accessDenied();
    return { BucketArn: bucketArn(bucket.name), BucketRegion: bucket.region, AccessPointAlias: false };
  },
});
