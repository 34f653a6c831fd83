import type { GetObjectAclCommandInput, GetObjectAclCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketOf, objectAccess, ownerGrants } from '../domain/bucket.js';
import { readableObject } from '../domain/versions.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAcl.html */
export const getObjectAcl = operation<GetObjectAclCommandInput, GetObjectAclCommandOutput>({
  ...objectAccess('s3:GetObjectAcl', 's3:GetObjectVersionAcl'),
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    const { record } = readableObject(ctx, input, 'GET');
    return ownerGrants(bucket.ownership === 'BucketOwnerEnforced' ? bucket.account : record.owner);
  },
});
