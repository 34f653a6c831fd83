import type { GetObjectAttributesCommandInput, GetObjectAttributesCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import type { Answer } from '../../../kernel/service.js';
import { bucketOf, objectAccess } from '../domain/bucket.js';
import { checksumMembers } from '../domain/checksum.js';
import { pageSize } from '../domain/listing.js';
import type { Content } from '../domain/records.js';
import { readableObject, shownVersionId } from '../domain/versions.js';
import { invalidArgument } from '../errors.js';

type ObjectParts = NonNullable<GetObjectAttributesCommandOutput['ObjectParts']>;
const names: readonly string[] = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize'];

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html */
export const getObjectAttributes = operation<GetObjectAttributesCommandInput, GetObjectAttributesCommandOutput>({
  ...objectAccess('s3:GetObjectAttributes', 's3:GetObjectVersionAttributes'),
  unsupported: ['SSECustomerAlgorithm', 'SSECustomerKey', 'SSECustomerKeyMD5'],
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    for (const name of input.ObjectAttributes!) {
      if (!names.includes(name)) throw invalidArgument('Invalid attribute name specified.', 'x-amz-object-attributes', name);
    }
    const { record, content } = readableObject(ctx, input, 'GET');
    const wants = (name: string): boolean => (input.ObjectAttributes as string[]).includes(name);
    const { checksum } = content;
    const answer: Answer<GetObjectAttributesCommandOutput> = {
      LastModified: new Date(record.lastModifiedMs),
      VersionId: shownVersionId(bucket, record),
      ETag: wants('ETag') ? content.etag : undefined,
      Checksum: wants('Checksum') && checksum ? { ...checksumMembers(checksum), ChecksumType: checksum.type } : undefined,
      ObjectParts: wants('ObjectParts') && content.multipart ? partsOf(content, input) : undefined,
      StorageClass: wants('StorageClass') ? content.storageClass : undefined,
      ObjectSize: wants('ObjectSize') ? content.size : undefined,
    };
    return answer;
  },
});

/** The parts themselves are told only where each has a checksum. */
function partsOf(content: Content, input: GetObjectAttributesCommandInput): ObjectParts {
  const max = pageSize(input.MaxParts, 'max-parts');
  const after = Number(input.PartNumberMarker ?? 0);
  const rest = content.pieces.filter(({ partNumber }) => partNumber > after);
  const page = rest.slice(0, max);
  const { checksum } = content;
  return {
    TotalPartsCount: content.pieces.length,
    PartNumberMarker: String(after),
    NextPartNumberMarker: String(page.at(-1)?.partNumber ?? 0),
    MaxParts: max,
    IsTruncated: rest.length > page.length,
    Parts:
      checksum && page.every((piece) => piece.checksum !== undefined)
        ? page.map((piece) => ({
            PartNumber: piece.partNumber,
            Size: piece.size,
            ...checksumMembers({ algorithm: checksum.algorithm, value: piece.checksum! }),
          }))
        : undefined,
  };
}
