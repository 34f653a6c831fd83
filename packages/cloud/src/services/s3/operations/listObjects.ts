import type { ListObjectsCommandInput, ListObjectsCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketAccess, bucketOf } from '../domain/bucket.js';
import { listCurrent, listingKeys, pageSize, urlEncoder } from '../domain/listing.js';
import { listedObjects } from '../domain/listed.js';
import { objects } from '../domain/records.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html */
export const listObjects = operation<ListObjectsCommandInput, ListObjectsCommandOutput>({
  ...bucketAccess('s3:ListBucket'),
  conditionKeys: listingKeys,
  unsupported: ['OptionalObjectAttributes'],
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    const max = pageSize(input.MaxKeys, 'max-keys');
    const encode = urlEncoder(input.EncodingType);
    const prefix = input.Prefix ?? '';
    const delimiter = input.Delimiter || undefined;
    const listing = listCurrent(ctx.table(objects), { bucket: bucket.name, prefix, delimiter, after: input.Marker || undefined, max });
    return {
      ...listedObjects(listing, encode, true),
      Name: bucket.name,
      Prefix: encode(prefix),
      Delimiter: delimiter && encode(delimiter),
      MaxKeys: max,
      EncodingType: input.EncodingType,
      Marker: encode(input.Marker ?? ''),
      IsTruncated: listing.truncated,
      // Without a delimiter clients go on behind the last key.
      NextMarker: listing.truncated && delimiter !== undefined ? encode(listing.last!) : undefined,
    };
  },
});
