import type { PutObjectAclCommandInput, PutObjectAclCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketOf, objectAccess } from '../domain/bucket.js';
import { checkAclRequest } from '../domain/content.js';
import { readableObject } from '../domain/versions.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectAcl.html */
export const putObjectAcl = operation<PutObjectAclCommandInput, PutObjectAclCommandOutput>({
  ...objectAccess('s3:PutObjectAcl', 's3:PutObjectVersionAcl'),
  unsupported: ['GrantFullControl', 'GrantRead', 'GrantReadACP', 'GrantWrite', 'GrantWriteACP'],
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    readableObject(ctx, input, 'PUT');
    checkAclRequest(bucket, input);
    return {};
  },
});
