import type { GetBucketLifecycleConfigurationCommandInput, GetBucketLifecycleConfigurationCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketAccess, bucketOf } from '../domain/bucket.js';
import { noSuchLifecycle } from '../errors.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLifecycleConfiguration.html */
export const getBucketLifecycleConfiguration = operation<GetBucketLifecycleConfigurationCommandInput, GetBucketLifecycleConfigurationCommandOutput>({
  ...bucketAccess('s3:GetLifecycleConfiguration'),
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    if (!bucket.lifecycle) throw noSuchLifecycle(bucket.name);
    return { Rules: [...bucket.lifecycle.rules], TransitionDefaultMinimumObjectSize: bucket.lifecycle.minimumSize };
  },
});
