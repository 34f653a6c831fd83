import type { GetBucketWebsiteCommandInput, GetBucketWebsiteCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketAccess, bucketOf } from '../domain/bucket.js';
import { noSuchWebsite } from '../errors.js';

/** No bucket has one: PutBucketWebsite is not there. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketWebsite.html */
export const getBucketWebsite = operation<GetBucketWebsiteCommandInput, GetBucketWebsiteCommandOutput>({
  ...bucketAccess('s3:GetBucketWebsite'),
  run(input, ctx) {
    throw noSuchWebsite(bucketOf(ctx, input).name);
  },
});
