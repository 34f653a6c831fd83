import { createHash } from 'node:crypto';
import type { CompletedPart, CompleteMultipartUploadCommandInput, CompleteMultipartUploadCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import type { Context } from '../../../kernel/service.js';
import { announce } from '../delivery.js';
import { bucketOf, objectAccess } from '../domain/bucket.js';
import { checksumMembers, givenChecksum } from '../domain/checksum.js';
import { bareEtag } from '../domain/conditional.js';
import { expirationHeader } from '../domain/lifecycle.js';
import { finishedChecksum } from '../domain/multipartChecksum.js';
import { readBytes } from '../domain/range.js';
import type { Content, PartRecord, Piece, UploadRecord } from '../domain/records.js';
import { partOf, removeUpload, uploadOf } from '../domain/uploads.js';
import { putVersion, shownVersionId } from '../domain/versions.js';
import { checkWriteConditions } from '../domain/writeConditions.js';
import { entityTooSmall, invalidPart, invalidPartOrder, invalidRequest, malformedXml } from '../errors.js';
import { limits } from '../limits.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html */
export const completeMultipartUpload = operation<CompleteMultipartUploadCommandInput, CompleteMultipartUploadCommandOutput>({
  ...objectAccess('s3:PutObject'),
  unsupported: ['SSECustomerAlgorithm', 'SSECustomerKey', 'SSECustomerKeyMD5'],
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    const upload = uploadOf(ctx, bucket.name, input);
    const chosen = chosenParts(ctx, upload, input.MultipartUpload?.Parts);
    const content = contentOf(ctx, upload, chosen, input);
    checkWriteConditions(ctx, bucket.name, upload.key, input);
    const record = putVersion(ctx, bucket, upload.key, content);
    removeUpload(ctx, upload);
    announce(ctx, bucket, record, 'ObjectCreated:CompleteMultipartUpload');
    const path = upload.key.split('/').map(encodeURIComponent).join('/');
    return {
      Location: `https://${bucket.name}.s3.${bucket.region}.amazonaws.com/${path}`,
      Bucket: bucket.name,
      Key: upload.key,
      ETag: `"${content.etag}"`,
      ...checksumMembers(content.checksum),
      ChecksumType: content.checksum?.type,
      ServerSideEncryption: 'AES256',
      VersionId: shownVersionId(bucket, record),
      Expiration: expirationHeader(bucket, record),
    };
  },
});

/** The parts that the request lists, each there and as it says, in order, none but the last too small. */
function chosenParts(ctx: Context, upload: UploadRecord, listed: readonly CompletedPart[] | undefined): PartRecord[] {
  if (!listed || listed.length === 0) throw malformedXml();
  const chosen: PartRecord[] = [];
  for (const given of listed) {
    if (given.PartNumber === undefined || given.ETag === undefined) throw malformedXml();
    const last = chosen.at(-1);
    if (last && given.PartNumber <= last.partNumber) throw invalidPartOrder(upload.uploadId);
    const part = partOf(ctx, upload.uploadId, given.PartNumber);
    if (!part || part.etag !== bareEtag(given.ETag)) throw invalidPart(upload.uploadId, given.PartNumber, given.ETag);
    checkPartChecksum(upload, part, given);
    if (last && last.size < limits.minPartBytes) throw entityTooSmall(last.size, limits.minPartBytes, last.partNumber, last.etag);
    chosen.push(part);
  }
  return chosen;
}

function checkPartChecksum(upload: UploadRecord, part: PartRecord, given: CompletedPart): void {
  const checksum = givenChecksum(given);
  if (checksum && (checksum.algorithm !== part.checksum?.algorithm || checksum.value !== part.checksum.value)) {
    throw invalidPart(upload.uploadId, part.partNumber, part.etag);
  }
  if (!checksum && upload.checksum?.type === 'COMPOSITE') {
    const name = upload.checksum.algorithm.toLowerCase();
    throw invalidRequest(
      `The upload was created using a ${name} checksum. The complete request must include the checksum for each part. It was missing for part ${part.partNumber} in the request.`,
    );
  }
}

function contentOf(ctx: Context, upload: UploadRecord, chosen: readonly PartRecord[], input: CompleteMultipartUploadCommandInput): Content {
  const size = chosen.reduce((sum, part) => sum + part.size, 0);
  if (input.MpuObjectSize !== undefined && input.MpuObjectSize !== size) {
    throw invalidRequest(`The provided 'x-amz-mp-object-size' header value ${input.MpuObjectSize} does not match what was computed: ${size}`);
  }
  const algorithm = upload.checksum?.algorithm ?? 'CRC64NVME';
  const pieces: Piece[] = chosen.map(({ hash, size: bytes, partNumber, checksum }) => ({
    hash,
    size: bytes,
    partNumber,
    // A part that was sent with another checksum than the object's shows none.
    checksum: checksum?.algorithm === algorithm ? checksum.value : undefined,
  }));
  const etag = `${createHash('md5').update(Buffer.from(chosen.map((part) => part.etag).join(''), 'hex')).digest('hex')}-${chosen.length}`;
  const unfinished = { ...upload.draft, size, etag, pieces, multipart: true, checksum: undefined };
  return { ...unfinished, checksum: finishedChecksum(upload, pieces, () => readBytes(ctx.blobs, unfinished, undefined), input) };
}
