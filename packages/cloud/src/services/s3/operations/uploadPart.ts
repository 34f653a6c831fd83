import type { UploadPartCommandInput, UploadPartCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketOf, objectAccess } from '../domain/bucket.js';
import { bodyBytes } from '../domain/body.js';
import { checksumMembers, givenChecksum, md5Hex, verifiedChecksum, verifyContentMd5 } from '../domain/checksum.js';
import { partAlgorithm } from '../domain/multipartChecksum.js';
import { checkPartNumber, putPart, uploadOf } from '../domain/uploads.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html */
export const uploadPart = operation<UploadPartCommandInput, UploadPartCommandOutput>({
  ...objectAccess('s3:PutObject'),
  unsupported: ['SSECustomerAlgorithm', 'SSECustomerKey', 'SSECustomerKeyMD5'],
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    checkPartNumber(input.PartNumber!);
    const upload = uploadOf(ctx, bucket.name, input);
    const bytes = bodyBytes(input.Body);
    const etag = md5Hex(bytes);
    verifyContentMd5(bytes, input.ContentMD5, etag);
    const ChecksumAlgorithm = partAlgorithm(upload, givenChecksum(input));
    const checksum = verifiedChecksum(bytes, { ...input, ChecksumAlgorithm });
    putPart(ctx, upload, {
      partNumber: input.PartNumber!,
      hash: ctx.blobs.put(bytes),
      size: bytes.length,
      etag,
      lastModifiedMs: Math.floor(ctx.now / 1000) * 1000,
      checksum,
    });
    return { ETag: `"${etag}"`, ...checksumMembers(checksum), ServerSideEncryption: 'AES256' };
  },
});
