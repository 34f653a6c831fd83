import type { CommonPrefix, ObjectStorageClass, _Object } from '@aws-sdk/client-s3';
import { ownerOf } from './bucket.js';
import type { Listing } from './listing.js';

/** A page of a listing in the members that ListObjects and ListObjectsV2 share. */
export function listedObjects(listing: Listing, encode: (text: string) => string, withOwner: boolean) {
  const Contents: _Object[] = [];
  const CommonPrefixes: CommonPrefix[] = [];
  for (const entry of listing.entries) {
    if (!('record' in entry)) {
      CommonPrefixes.push({ Prefix: encode(entry.commonPrefix) });
      continue;
    }
    const { record } = entry;
    const content = record.content!;
    Contents.push({
      Key: encode(record.key),
      LastModified: new Date(record.lastModifiedMs),
      ETag: `"${content.etag}"`,
      ...(content.checksum ? { ChecksumAlgorithm: [content.checksum.algorithm], ChecksumType: content.checksum.type } : {}),
      Size: content.size,
      StorageClass: content.storageClass as ObjectStorageClass,
      ...(withOwner ? { Owner: ownerOf(record.owner) } : {}),
    });
  }
  return { Contents, CommonPrefixes };
}
