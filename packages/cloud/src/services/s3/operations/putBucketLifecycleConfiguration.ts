import type { PutBucketLifecycleConfigurationCommandInput, PutBucketLifecycleConfigurationCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketAccess, bucketOf, changeBucket } from '../domain/bucket.js';
import { checkLifecycle } from '../domain/lifecycleRules.js';
import { planLifecycle } from '../lifecycleRun.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html */
export const putBucketLifecycleConfiguration = operation<PutBucketLifecycleConfigurationCommandInput, PutBucketLifecycleConfigurationCommandOutput>({
  ...bucketAccess('s3:PutLifecycleConfiguration'),
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    const rules = checkLifecycle(input.LifecycleConfiguration?.Rules, () => ctx.ids.uuid());
    if (bucket.lifecycle?.timer !== undefined) ctx.cancel(bucket.lifecycle.timer);
    const minimumSize = input.TransitionDefaultMinimumObjectSize ?? 'all_storage_classes_128K';
    const planned = planLifecycle(ctx, { ...bucket, lifecycle: { rules, minimumSize, timer: undefined } });
    changeBucket(ctx, planned, {});
    return { TransitionDefaultMinimumObjectSize: minimumSize };
  },
});
