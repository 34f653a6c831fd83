import type { GetObjectCommandInput, StorageClass } from '@aws-sdk/client-s3';
import { checksumMembers } from './checksum.js';
import { describeContent } from './content.js';
import { expirationHeader } from './lifecycle.js';
import type { ByteRange } from './range.js';
import type { BucketRecord, Content } from './records.js';
import { shownVersionId } from './versions.js';
import type { Readable } from './versions.js';

type ReadInput = Pick<GetObjectCommandInput, 'ChecksumMode' | 'PartNumber'>;

/** Everything that GetObject and HeadObject say of an object besides its bytes. */
export function describeRead(bucket: BucketRecord, { record, content }: Readable, range: ByteRange | undefined, input: ReadInput) {
  return {
    ...describeContent(content),
    ...(input.ChecksumMode === 'ENABLED' ? shownChecksum(content, range, input.PartNumber) : {}),
    AcceptRanges: 'bytes',
    LastModified: new Date(record.lastModifiedMs),
    ContentLength: range ? range.end - range.start + 1 : content.size,
    ContentRange: range ? `bytes ${range.start}-${range.end}/${content.size}` : undefined,
    VersionId: shownVersionId(bucket, record),
    PartsCount: input.PartNumber !== undefined && content.multipart ? content.pieces.length : undefined,
    Expiration: expirationHeader(bucket, record),
    StorageClass: content.storageClass === 'STANDARD' ? undefined : (content.storageClass as StorageClass),
  };
}

/** The object's checksum for the whole of it, the part's for a part, none for any other range. */
function shownChecksum(content: Content, range: ByteRange | undefined, partNumber: number | undefined) {
  const { checksum } = content;
  if (!checksum) return {};
  if (!range) return { ...checksumMembers(checksum), ChecksumType: checksum.type };
  const value = content.pieces.find((piece) => piece.partNumber === partNumber)?.checksum;
  return value === undefined ? {} : { ...checksumMembers({ algorithm: checksum.algorithm, value }), ChecksumType: checksum.type };
}

type Overrides = Pick<
  GetObjectCommandInput,
  | 'ResponseCacheControl'
  | 'ResponseContentDisposition'
  | 'ResponseContentEncoding'
  | 'ResponseContentLanguage'
  | 'ResponseContentType'
  | 'ResponseExpires'
>;

/** What `response-*` parameters put in place of the object's own headers. */
export function overrideHeaders(input: Overrides): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  if (input.ResponseCacheControl !== undefined) out['CacheControl'] = input.ResponseCacheControl;
  if (input.ResponseContentDisposition !== undefined) out['ContentDisposition'] = input.ResponseContentDisposition;
  if (input.ResponseContentEncoding !== undefined) out['ContentEncoding'] = input.ResponseContentEncoding;
  if (input.ResponseContentLanguage !== undefined) out['ContentLanguage'] = input.ResponseContentLanguage;
  if (input.ResponseContentType !== undefined) out['ContentType'] = input.ResponseContentType;
  if (input.ResponseExpires !== undefined) {
    out['Expires'] = input.ResponseExpires;
    out['ExpiresString'] = input.ResponseExpires.toUTCString();
  }
  return out;
}
