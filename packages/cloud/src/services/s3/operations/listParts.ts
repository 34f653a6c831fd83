import type { ListPartsCommandInput, ListPartsCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketOf, objectAccess, ownerOf } from '../domain/bucket.js';
import { checksumMembers } from '../domain/checksum.js';
import { pageSize } from '../domain/listing.js';
import { partsOf, uploadOf } from '../domain/uploads.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html */
export const listParts = operation<ListPartsCommandInput, ListPartsCommandOutput>({
  ...objectAccess('s3:ListMultipartUploadParts'),
  unsupported: ['SSECustomerAlgorithm', 'SSECustomerKey', 'SSECustomerKeyMD5'],
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    const upload = uploadOf(ctx, bucket.name, input);
    const max = pageSize(input.MaxParts, 'max-parts');
    const after = Number(input.PartNumberMarker ?? 0);
    const rest = [...partsOf(ctx, upload.uploadId)].filter(({ partNumber }) => partNumber > after);
    const page = rest.slice(0, max);
    return {
      Bucket: bucket.name,
      Key: upload.key,
      UploadId: upload.uploadId,
      Initiator: { ID: `arn:aws:iam::${upload.owner}:root` },
      Owner: ownerOf(upload.owner),
      StorageClass: upload.draft.storageClass,
      ChecksumAlgorithm: upload.checksum?.algorithm,
      ChecksumType: upload.checksum?.type,
      PartNumberMarker: String(after),
      NextPartNumberMarker: String(page.at(-1)?.partNumber ?? 0),
      MaxParts: max,
      IsTruncated: rest.length > page.length,
      Parts: page.map((part) => ({
        PartNumber: part.partNumber,
        LastModified: new Date(part.lastModifiedMs),
        ETag: `"${part.etag}"`,
        Size: part.size,
        ...(upload.checksum ? checksumMembers(part.checksum) : {}),
      })),
    };
  },
});
