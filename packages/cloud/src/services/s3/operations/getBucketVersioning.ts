import type { GetBucketVersioningCommandInput, GetBucketVersioningCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketAccess, bucketOf } from '../domain/bucket.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html */
export const getBucketVersioning = operation<GetBucketVersioningCommandInput, GetBucketVersioningCommandOutput>({
  ...bucketAccess('s3:GetBucketVersioning'),
  run: (input, ctx) => ({ Status: bucketOf(ctx, input).versioning }),
});
