import type { DeleteObjectCommandInput, DeleteObjectCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketOf, objectAccess } from '../domain/bucket.js';
import { deleteOne } from '../deletion.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html */
export const deleteObject = operation<DeleteObjectCommandInput, DeleteObjectCommandOutput>({
  ...objectAccess('s3:DeleteObject', 's3:DeleteObjectVersion'),
  unsupported: ['MFA', 'IfMatchLastModifiedTime', 'IfMatchSize'],
  run(input, ctx) {
    const deleted = deleteOne(ctx, bucketOf(ctx, input), { key: input.Key!, versionId: input.VersionId, ifMatch: input.IfMatch });
    return { DeleteMarker: deleted.deleteMarker || undefined, VersionId: deleted.versionId };
  },
});
