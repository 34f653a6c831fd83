import type { GetBucketLoggingCommandInput, GetBucketLoggingCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketAccess, bucketOf } from '../domain/bucket.js';

/** No bucket logs: PutBucketLogging is not there. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLogging.html */
export const getBucketLogging = operation<GetBucketLoggingCommandInput, GetBucketLoggingCommandOutput>({
  ...bucketAccess('s3:GetBucketLogging'),
  run(input, ctx) {
    bucketOf(ctx, input);
    return {};
  },
});
