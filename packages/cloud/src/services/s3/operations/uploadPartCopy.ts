import type { UploadPartCopyCommandInput, UploadPartCopyCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketOf, objectArn } from '../domain/bucket.js';
import { calculateChecksum, checksumMembers, md5Hex } from '../domain/checksum.js';
import { checkCopyConditions } from '../domain/conditional.js';
import { checkReadableClass } from '../domain/content.js';
import { copyAccess, parseCopySource } from '../domain/copySource.js';
import { partAlgorithm } from '../domain/multipartChecksum.js';
import { readBytes } from '../domain/range.js';
import type { ByteRange } from '../domain/range.js';
import { checkPartNumber, putPart, uploadOf } from '../domain/uploads.js';
import { readableObject, shownVersionId } from '../domain/versions.js';
import { invalidArgument } from '../errors.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html */
export const uploadPartCopy = operation<UploadPartCopyCommandInput, UploadPartCopyCommandOutput>({
  resource: (input) => objectArn(input.Bucket!, input.Key!),
  access: copyAccess,
  unsupported: [
    'SSECustomerAlgorithm',
    'SSECustomerKey',
    'SSECustomerKeyMD5',
    'CopySourceSSECustomerAlgorithm',
    'CopySourceSSECustomerKey',
    'CopySourceSSECustomerKeyMD5',
  ],
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    checkPartNumber(input.PartNumber!);
    const upload = uploadOf(ctx, bucket.name, input);
    const source = parseCopySource(input.CopySource!);
    const sourceBucket = bucketOf(ctx, { Bucket: source.Bucket, ExpectedBucketOwner: input.ExpectedSourceBucketOwner });
    const readable = readableObject(ctx, source, 'GET');
    checkCopyConditions(conditionsOf(input), readable);
    checkReadableClass(readable.content);
    const bytes = readBytes(ctx.blobs, readable.content, copyRange(input.CopySourceRange, readable.content.size));
    const etag = md5Hex(bytes);
    const algorithm = partAlgorithm(upload, undefined);
    const checksum = { algorithm, value: calculateChecksum(algorithm, bytes) };
    const lastModifiedMs = Math.floor(ctx.now / 1000) * 1000;
    putPart(ctx, upload, { partNumber: input.PartNumber!, hash: ctx.blobs.put(bytes), size: bytes.length, etag, lastModifiedMs, checksum });
    return {
      CopyPartResult: { ETag: `"${etag}"`, LastModified: new Date(lastModifiedMs), ...checksumMembers(checksum) },
      CopySourceVersionId: shownVersionId(sourceBucket, readable.record),
      ServerSideEncryption: 'AES256',
    };
  },
});

const conditionsOf = (input: UploadPartCopyCommandInput) => ({
  IfMatch: input.CopySourceIfMatch,
  IfNoneMatch: input.CopySourceIfNoneMatch,
  IfModifiedSince: input.CopySourceIfModifiedSince,
  IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
});

/** Unlike GET, this range must be complete and lie within the source. */
function copyRange(header: string | undefined, size: number): ByteRange | undefined {
  if (header === undefined) return undefined;
  const match = /^bytes=([0-9]+)-([0-9]+)$/.exec(header);
  const [start, end] = match ? [Number(match[1]), Number(match[2])] : [1, 0];
  if (start > end) {
    throw invalidArgument(
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
      'x-amz-copy-source-range',
      header,
    );
  }
  if (end >= size) throw invalidArgument(`Range specified is not valid for source object of size: ${size}`, 'x-amz-copy-source-range', header);
  return { start, end };
}
