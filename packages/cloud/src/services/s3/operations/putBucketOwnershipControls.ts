import type { PutBucketOwnershipControlsCommandInput, PutBucketOwnershipControlsCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketAccess, bucketOf, changeBucket } from '../domain/bucket.js';
import { malformedXml } from '../errors.js';

const modes: readonly string[] = ['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter'];

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketOwnershipControls.html */
export const putBucketOwnershipControls = operation<PutBucketOwnershipControlsCommandInput, PutBucketOwnershipControlsCommandOutput>({
  ...bucketAccess('s3:PutBucketOwnershipControls'),
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    const rules = input.OwnershipControls?.Rules ?? [];
    const ownership = rules[0]?.ObjectOwnership;
    if (rules.length !== 1 || ownership === undefined || !modes.includes(ownership)) throw malformedXml();
    changeBucket(ctx, bucket, { ownership });
    return {};
  },
});
