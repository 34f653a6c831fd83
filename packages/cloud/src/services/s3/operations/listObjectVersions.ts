import type { DeleteMarkerEntry, ListObjectVersionsCommandInput, ListObjectVersionsCommandOutput, ObjectVersion } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketAccess, bucketOf, ownerOf } from '../domain/bucket.js';
import { listingKeys, pageSize, urlEncoder } from '../domain/listing.js';
import { objects } from '../domain/records.js';
import type { Content, ObjectRecord } from '../domain/records.js';
import { listVersions } from '../domain/versionListing.js';
import { invalidArgument } from '../errors.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html */
export const listObjectVersions = operation<ListObjectVersionsCommandInput, ListObjectVersionsCommandOutput>({
  ...bucketAccess('s3:ListBucketVersions'),
  conditionKeys: listingKeys,
  unsupported: ['OptionalObjectAttributes'],
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    const max = pageSize(input.MaxKeys, 'max-keys');
    const encode = urlEncoder(input.EncodingType);
    if (input.VersionIdMarker && !input.KeyMarker) {
      throw invalidArgument('A version-id marker cannot be specified without a key marker.', 'version-id-marker', input.VersionIdMarker);
    }
    const listing = listVersions(ctx.table(objects), {
      bucket: bucket.name,
      prefix: input.Prefix ?? '',
      delimiter: input.Delimiter || undefined,
      keyMarker: input.KeyMarker || undefined,
      versionIdMarker: input.VersionIdMarker || undefined,
      max,
    });
    const Versions: ObjectVersion[] = [];
    const DeleteMarkers: DeleteMarkerEntry[] = [];
    for (const { record, isLatest } of listing.versions) {
      const shown = { ...common(record, encode), IsLatest: isLatest };
      if (record.content) Versions.push({ ...shown, ...describe(record.content) });
      else DeleteMarkers.push(shown);
    }
    return {
      Name: bucket.name,
      Prefix: encode(input.Prefix ?? ''),
      Delimiter: input.Delimiter && encode(input.Delimiter),
      KeyMarker: encode(input.KeyMarker ?? ''),
      VersionIdMarker: input.VersionIdMarker ?? '',
      MaxKeys: max,
      EncodingType: input.EncodingType,
      IsTruncated: listing.next !== undefined,
      NextKeyMarker: listing.next && encode(listing.next.key),
      NextVersionIdMarker: listing.next?.versionId,
      Versions,
      DeleteMarkers,
      CommonPrefixes: listing.commonPrefixes.map((Prefix) => ({ Prefix: encode(Prefix) })),
    };
  },
});

const common = (record: ObjectRecord, encode: (text: string) => string) => ({
  Key: encode(record.key),
  VersionId: record.versionId,
  LastModified: new Date(record.lastModifiedMs),
  Owner: ownerOf(record.owner),
});

const describe = (content: Content) => ({
  ETag: `"${content.etag}"`,
  Size: content.size,
  StorageClass: content.storageClass as ObjectVersion['StorageClass'],
  ...(content.checksum ? { ChecksumAlgorithm: [content.checksum.algorithm], ChecksumType: content.checksum.type } : {}),
});
