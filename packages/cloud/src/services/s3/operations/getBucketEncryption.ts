import type { GetBucketEncryptionCommandInput, GetBucketEncryptionCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketAccess, bucketOf } from '../domain/bucket.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketEncryption.html */
export const getBucketEncryption = operation<GetBucketEncryptionCommandInput, GetBucketEncryptionCommandOutput>({
  ...bucketAccess('s3:GetEncryptionConfiguration'),
  run: (input, ctx) => ({ ServerSideEncryptionConfiguration: { Rules: [...bucketOf(ctx, input).encryption] } }),
});
