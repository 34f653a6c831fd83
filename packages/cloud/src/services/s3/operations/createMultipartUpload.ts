import type { CreateMultipartUploadCommandInput, CreateMultipartUploadCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketOf, objectAccess } from '../domain/bucket.js';
import { draftOf, unsupportedContentMembers } from '../domain/content.js';
import { declaredChecksum } from '../domain/multipartChecksum.js';
import { checkObjectKey } from '../domain/objectKey.js';
import type { UploadRecord } from '../domain/records.js';
import { putUpload } from '../domain/uploads.js';

const instantDigits = 9;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html */
export const createMultipartUpload = operation<CreateMultipartUploadCommandInput, CreateMultipartUploadCommandOutput>({
  ...objectAccess('s3:PutObject'),
  unsupported: [...unsupportedContentMembers, 'GrantFullControl', 'GrantRead', 'GrantReadACP', 'GrantWriteACP'],
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    checkObjectKey(input.Key!);
    const upload: UploadRecord = {
      bucket: bucket.name,
      key: input.Key!,
      // Uploads of one key are listed in the order in which they began.
      uploadId: ctx.now.toString(36).padStart(instantDigits, '0') + ctx.ids.token(64),
      startedAtMs: Math.floor(ctx.now / 1000) * 1000,
      owner: ctx.scope.account,
      checksum: declaredChecksum(input),
      draft: draftOf(input, bucket),
    };
    putUpload(ctx, upload);
    return {
      Bucket: bucket.name,
      Key: upload.key,
      UploadId: upload.uploadId,
      ServerSideEncryption: 'AES256',
      ChecksumAlgorithm: upload.checksum?.algorithm,
      ChecksumType: upload.checksum?.type,
    };
  },
});
