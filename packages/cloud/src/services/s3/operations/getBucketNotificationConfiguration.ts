import type { GetBucketNotificationConfigurationCommandInput, GetBucketNotificationConfigurationCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketAccess, bucketOf } from '../domain/bucket.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketNotificationConfiguration.html */
export const getBucketNotificationConfiguration = operation<GetBucketNotificationConfigurationCommandInput, GetBucketNotificationConfigurationCommandOutput>({
  ...bucketAccess('s3:GetBucketNotification'),
  run: (input, ctx) => ({ ...bucketOf(ctx, input).notification }),
});
