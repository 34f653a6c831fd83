import type { GetObjectLockConfigurationCommandInput, GetObjectLockConfigurationCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketAccess, bucketOf } from '../domain/bucket.js';
import { noSuchObjectLock } from '../errors.js';

/** No bucket has one: PutObjectLockConfiguration is not there. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectLockConfiguration.html */
export const getObjectLockConfiguration = operation<GetObjectLockConfigurationCommandInput, GetObjectLockConfigurationCommandOutput>({
  ...bucketAccess('s3:GetBucketObjectLockConfiguration'),
  run(input, ctx) {
    throw noSuchObjectLock(bucketOf(ctx, input).name);
  },
});
