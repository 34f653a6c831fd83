import type { GetBucketOwnershipControlsCommandInput, GetBucketOwnershipControlsCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketAccess, bucketOf } from '../domain/bucket.js';
import { noSuchOwnershipControls } from '../errors.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketOwnershipControls.html */
export const getBucketOwnershipControls = operation<GetBucketOwnershipControlsCommandInput, GetBucketOwnershipControlsCommandOutput>({
  ...bucketAccess('s3:GetBucketOwnershipControls'),
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    if (!bucket.ownership) throw noSuchOwnershipControls(bucket.name);
    return { OwnershipControls: { Rules: [{ ObjectOwnership: bucket.ownership }] } };
  },
});
