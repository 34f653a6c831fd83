import type { ListMultipartUploadsCommandInput, ListMultipartUploadsCommandOutput } from '@aws-sdk/client-s3';
import { prefix as storePrefix } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import type { Context } from '../../../kernel/service.js';
import { bucketAccess, bucketOf, ownerOf } from '../domain/bucket.js';
import { commonPrefixOf, pageSize, urlEncoder } from '../domain/listing.js';
import { orderedKey } from '../domain/objectKey.js';
import { uploads } from '../domain/records.js';
import type { UploadRecord } from '../domain/records.js';

type Entry = { readonly upload: UploadRecord } | { readonly commonPrefix: string };

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html */
export const listMultipartUploads = operation<ListMultipartUploadsCommandInput, ListMultipartUploadsCommandOutput>({
  ...bucketAccess('s3:ListBucketMultipartUploads'),
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    const max = pageSize(input.MaxUploads, 'max-uploads');
    const encode = urlEncoder(input.EncodingType);
    const all = entriesOf(ctx, bucket.name, input);
    const page = all.slice(0, max);
    const truncated = max > 0 && all.length > page.length;
    const last = page.at(-1);
    return {
      Bucket: bucket.name,
      KeyMarker: encode(input.KeyMarker ?? ''),
      UploadIdMarker: input.UploadIdMarker ?? '',
      Prefix: encode(input.Prefix ?? ''),
      Delimiter: input.Delimiter && encode(input.Delimiter),
      EncodingType: input.EncodingType,
      MaxUploads: max,
      IsTruncated: truncated,
      NextKeyMarker: truncated && last ? encode('upload' in last ? last.upload.key : last.commonPrefix) : undefined,
      NextUploadIdMarker: truncated && last && 'upload' in last ? last.upload.uploadId : undefined,
      Uploads: page.flatMap((entry) => ('upload' in entry ? [showUpload(entry.upload, encode)] : [])),
      CommonPrefixes: page.flatMap((entry) => ('upload' in entry ? [] : [{ Prefix: encode(entry.commonPrefix) }])),
    };
  },
});

const showUpload = (upload: UploadRecord, encode: (text: string) => string) => ({
  Key: encode(upload.key),
  UploadId: upload.uploadId,
  Initiated: new Date(upload.startedAtMs),
  Initiator: { ID: `arn:aws:iam::${upload.owner}:root` },
  Owner: ownerOf(upload.owner),
  StorageClass: upload.draft.storageClass,
  ChecksumAlgorithm: upload.checksum?.algorithm,
  ChecksumType: upload.checksum?.type,
});

/** Uploads behind the markers, in order of key and beginning. */
function entriesOf(ctx: Context, bucket: string, input: ListMultipartUploadsCommandInput): Entry[] {
  const entries: Entry[] = [];
  const { KeyMarker: keyMarker, UploadIdMarker: idMarker } = input;
  for (const [, upload] of ctx.table(uploads).range({ prefix: storePrefix(bucket) })) {
    if (!upload.key.startsWith(input.Prefix ?? '')) continue;
    if (keyMarker !== undefined && !isBehind(upload, keyMarker, idMarker)) continue;
    const common = commonPrefixOf(upload.key, input.Prefix ?? '', input.Delimiter || undefined);
    const last = entries.at(-1);
    if (common === undefined) entries.push({ upload });
    else if (common !== keyMarker && !(last && 'commonPrefix' in last && last.commonPrefix === common)) entries.push({ commonPrefix: common });
  }
  return entries;
}

function isBehind(upload: UploadRecord, keyMarker: string, idMarker: string | undefined): boolean {
  if (upload.key === keyMarker) return idMarker !== undefined && upload.uploadId > idMarker;
  return orderedKey(upload.key) > orderedKey(keyMarker);
}
