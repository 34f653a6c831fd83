import type { GetBucketReplicationCommandInput, GetBucketReplicationCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketAccess, bucketOf } from '../domain/bucket.js';
import { noSuchReplication } from '../errors.js';

/** No bucket has one: PutBucketReplication is not there. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketReplication.html */
export const getBucketReplication = operation<GetBucketReplicationCommandInput, GetBucketReplicationCommandOutput>({
  ...bucketAccess('s3:GetReplicationConfiguration'),
  run(input, ctx) {
    throw noSuchReplication(bucketOf(ctx, input).name);
  },
});
