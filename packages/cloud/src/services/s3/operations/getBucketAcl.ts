import type { GetBucketAclCommandInput, GetBucketAclCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketAccess, bucketOf, ownerGrants } from '../domain/bucket.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAcl.html */
export const getBucketAcl = operation<GetBucketAclCommandInput, GetBucketAclCommandOutput>({
  ...bucketAccess('s3:GetBucketAcl'),
  run: (input, ctx) => ownerGrants(bucketOf(ctx, input).account),
});
