import type { PutPublicAccessBlockCommandInput, PutPublicAccessBlockCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketAccess, bucketOf, changeBucket } from '../domain/bucket.js';
import { malformedXml } from '../errors.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutPublicAccessBlock.html */
export const putPublicAccessBlock = operation<PutPublicAccessBlockCommandInput, PutPublicAccessBlockCommandOutput>({
  ...bucketAccess('s3:PutBucketPublicAccessBlock'),
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    const given = input.PublicAccessBlockConfiguration;
    if (!given) throw malformedXml();
    changeBucket(ctx, bucket, {
      publicAccessBlock: {
        BlockPublicAcls: given.BlockPublicAcls ?? false,
        IgnorePublicAcls: given.IgnorePublicAcls ?? false,
        BlockPublicPolicy: given.BlockPublicPolicy ?? false,
        RestrictPublicBuckets: given.RestrictPublicBuckets ?? false,
      },
    });
    return {};
  },
});
