import type { PutBucketAclCommandInput, PutBucketAclCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketAccess, bucketOf } from '../domain/bucket.js';
import { checkAclRequest } from '../domain/content.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAcl.html */
export const putBucketAcl = operation<PutBucketAclCommandInput, PutBucketAclCommandOutput>({
  ...bucketAccess('s3:PutBucketAcl'),
  unsupported: ['GrantFullControl', 'GrantRead', 'GrantReadACP', 'GrantWrite', 'GrantWriteACP'],
  run(input, ctx) {
    checkAclRequest(bucketOf(ctx, input), input);
    return {};
  },
});
