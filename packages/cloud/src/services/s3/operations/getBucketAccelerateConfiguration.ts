import type { GetBucketAccelerateConfigurationCommandInput, GetBucketAccelerateConfigurationCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketAccess, bucketOf } from '../domain/bucket.js';

/** No bucket is accelerated: PutBucketAccelerateConfiguration is not there. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAccelerateConfiguration.html */
export const getBucketAccelerateConfiguration = operation<GetBucketAccelerateConfigurationCommandInput, GetBucketAccelerateConfigurationCommandOutput>({
  ...bucketAccess('s3:GetAccelerateConfiguration'),
  run(input, ctx) {
    bucketOf(ctx, input);
    return {};
  },
});
