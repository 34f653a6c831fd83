import type { GetBucketTaggingCommandInput, GetBucketTaggingCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketAccess, bucketOf } from '../domain/bucket.js';
import { noSuchTagSet } from '../errors.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketTagging.html */
export const getBucketTagging = operation<GetBucketTaggingCommandInput, GetBucketTaggingCommandOutput>({
  ...bucketAccess('s3:GetBucketTagging'),
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    if (!bucket.tags) throw noSuchTagSet(bucket.name);
    return { TagSet: [...bucket.tags] };
  },
});
