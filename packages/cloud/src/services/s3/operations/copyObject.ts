import type { CopyObjectCommandInput, CopyObjectCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import type { Context } from '../../../kernel/service.js';
import { announce } from '../delivery.js';
import { bucketOf, objectArn } from '../domain/bucket.js';
import { calculateChecksum, checksumMembers, checksumNamed, md5Hex } from '../domain/checksum.js';
import { checkCopyConditions } from '../domain/conditional.js';
import { checkReadableClass, draftOf, unsupportedContentMembers } from '../domain/content.js';
import { copyAccess, parseCopySource } from '../domain/copySource.js';
import { expirationHeader } from '../domain/lifecycle.js';
import { checkObjectKey } from '../domain/objectKey.js';
import { readBytes } from '../domain/range.js';
import type { BucketRecord, Content, ContentDraft } from '../domain/records.js';
import { putVersion, readableObject, shownVersionId } from '../domain/versions.js';
import type { Readable } from '../domain/versions.js';
import { checkWriteConditions } from '../domain/writeConditions.js';
import { invalidArgument, invalidRequest } from '../errors.js';
import { limits } from '../limits.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
export const copyObject = operation<CopyObjectCommandInput, CopyObjectCommandOutput>({
  resource: (input) => objectArn(input.Bucket!, input.Key!),
  access: copyAccess,
  unsupported: [
    ...unsupportedContentMembers,
    'CopySourceSSECustomerAlgorithm',
    'CopySourceSSECustomerKey',
    'CopySourceSSECustomerKeyMD5',
    'GrantFullControl',
    'GrantRead',
    'GrantReadACP',
    'GrantWriteACP',
    'AnnotationDirective',
  ],
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    checkObjectKey(input.Key!);
    const source = parseCopySource(input.CopySource!);
    const sourceBucket = bucketOf(ctx, { Bucket: source.Bucket, ExpectedBucketOwner: input.ExpectedSourceBucketOwner });
    const readable = readableObject(ctx, source, 'GET');
    checkCopyConditions(copyConditions(input), readable);
    checkSource(input, bucket, readable, source.VersionId);
    checkWriteConditions(ctx, bucket.name, input.Key!, input);
    const content = copiedContent(ctx, input, draftOfCopy(input, bucket, readable.content), readable.content);
    const record = putVersion(ctx, bucket, input.Key!, content);
    announce(ctx, bucket, record, 'ObjectCreated:Copy');
    return {
      CopyObjectResult: {
        ETag: `"${content.etag}"`,
        LastModified: new Date(record.lastModifiedMs),
        ...checksumMembers(content.checksum),
        ChecksumType: content.checksum?.type,
      },
      CopySourceVersionId: shownVersionId(sourceBucket, readable.record),
      VersionId: shownVersionId(bucket, record),
      ServerSideEncryption: 'AES256',
      Expiration: expirationHeader(bucket, record),
    };
  },
});

const copyConditions = (input: CopyObjectCommandInput) => ({
  IfMatch: input.CopySourceIfMatch,
  IfNoneMatch: input.CopySourceIfNoneMatch,
  IfModifiedSince: input.CopySourceIfModifiedSince,
  IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
});

function checkSource(input: CopyObjectCommandInput, bucket: BucketRecord, { record, content }: Readable, versionId: string | undefined): void {
  checkReadableClass(content);
  if (content.size > limits.putBytes) {
    throw invalidRequest(`The specified copy source is larger than the maximum allowable size for a copy source: ${limits.putBytes}`);
  }
  const itself = record.bucket === bucket.name && record.key === input.Key && versionId === undefined;
  const changes =
    input.MetadataDirective === 'REPLACE' ||
    input.ServerSideEncryption !== undefined ||
    input.WebsiteRedirectLocation !== undefined ||
    (input.StorageClass !== undefined && input.StorageClass !== content.storageClass);
  if (itself && !changes) {
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
}

function draftOfCopy(input: CopyObjectCommandInput, bucket: BucketRecord, source: Content): ContentDraft {
  const { MetadataDirective: metadata = 'COPY', TaggingDirective: tagging = 'COPY' } = input;
  for (const [name, value] of [['x-amz-metadata-directive', metadata], ['x-amz-tagging-directive', tagging]] as const) {
    if (value !== 'COPY' && value !== 'REPLACE') throw invalidArgument(`Unknown ${name === 'x-amz-metadata-directive' ? 'metadata' : 'tagging'} directive.`, name, value);
  }
  const given = draftOf(input, bucket);
  const { WebsiteRedirectLocation } = given.headers;
  return {
    headers: metadata === 'REPLACE' ? given.headers : { ...source.headers, WebsiteRedirectLocation },
    metadata: metadata === 'REPLACE' ? given.metadata : source.metadata,
    storageClass: given.storageClass,
    tags: tagging === 'REPLACE' ? given.tags : source.tags,
  };
}

/** A copy is one piece; only a multipart source, or another checksum, makes its bytes be read again. */
function copiedContent(ctx: Context, input: CopyObjectCommandInput, draft: ContentDraft, source: Content): Content {
  const asked = input.ChecksumAlgorithm === undefined ? undefined : checksumNamed(input.ChecksumAlgorithm);
  const algorithm = asked ?? source.checksum?.algorithm ?? 'CRC64NVME';
  const asIs = !source.multipart && source.checksum?.algorithm === algorithm;
  if (asIs) return { ...source, ...draft };
  const bytes = readBytes(ctx.blobs, source, undefined);
  const checksum = { algorithm, value: calculateChecksum(algorithm, bytes), type: 'FULL_OBJECT' as const };
  const hash = source.multipart ? ctx.blobs.put(bytes) : source.pieces[0]!.hash;
  return {
    ...draft,
    size: source.size,
    etag: source.multipart ? md5Hex(bytes) : source.etag,
    pieces: [{ hash, size: source.size, partNumber: 1, checksum: checksum.value }],
    multipart: false,
    checksum,
  };
}
