import type { DeletedObject, DeleteObjectsCommandInput, DeleteObjectsCommandOutput, ObjectIdentifier, _Error } from '@aws-sdk/client-s3';
import { AwsError, notImplemented } from '../../../kernel/errors.js';
import { operation } from '../../../kernel/service.js';
import type { Context } from '../../../kernel/service.js';
import { deleteOne } from '../deletion.js';
import { bucketArn, bucketOf, objectArn } from '../domain/bucket.js';
import type { BucketRecord } from '../domain/records.js';
import { malformedXml } from '../errors.js';
import { limits } from '../limits.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
export const deleteObjects = operation<DeleteObjectsCommandInput, DeleteObjectsCommandOutput>({
  resource: (input) => bucketArn(input.Bucket!),
  access: (input) =>
    (input.Delete?.Objects ?? []).map(({ Key, VersionId }) => ({
      action: VersionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion',
      resource: objectArn(input.Bucket!, Key ?? ''),
    })),
  unsupported: ['MFA'],
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    const identifiers = input.Delete?.Objects ?? [];
    if (identifiers.length === 0 || identifiers.length > limits.pageSize) throw malformedXml();
    const Deleted: DeletedObject[] = [];
    const Errors: _Error[] = [];
    for (const identifier of identifiers) {
      try {
        Deleted.push(deleteIdentified(ctx, bucket, identifier));
      } catch (error) {
        if (!(error instanceof AwsError) || error.statusCode >= 500) throw error;
        Errors.push({ Key: identifier.Key, VersionId: identifier.VersionId, Code: error.code, Message: error.message });
      }
    }
    return { Deleted: input.Delete?.Quiet ? [] : Deleted, Errors };
  },
});

function deleteIdentified(ctx: Context, bucket: BucketRecord, identifier: ObjectIdentifier): DeletedObject {
  const { Key: key, VersionId: versionId, ETag: ifMatch } = identifier;
  if (key === undefined || key === '') throw malformedXml();
  if (identifier.LastModifiedTime !== undefined || identifier.Size !== undefined) {
    throw notImplemented('parameter LastModifiedTime or Size of S3 DeleteObjects');
  }
  const deleted = deleteOne(ctx, bucket, { key, versionId, ifMatch });
  return {
    Key: key,
    VersionId: versionId,
    DeleteMarker: deleted.deleteMarker || undefined,
    DeleteMarkerVersionId: deleted.deleteMarker ? deleted.versionId : undefined,
  };
}
