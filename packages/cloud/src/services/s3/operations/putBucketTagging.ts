import type { PutBucketTaggingCommandInput, PutBucketTaggingCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketAccess, bucketOf, changeBucket } from '../domain/bucket.js';
import { checkTags } from '../domain/tags.js';
import { malformedXml } from '../errors.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketTagging.html */
export const putBucketTagging = operation<PutBucketTaggingCommandInput, PutBucketTaggingCommandOutput>({
  ...bucketAccess('s3:PutBucketTagging'),
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    const tags = input.Tagging?.TagSet;
    if (!tags) throw malformedXml();
    changeBucket(ctx, bucket, { tags: tags.length === 0 ? undefined : checkTags(tags, 'Bucket') });
    return {};
  },
});
