import type { ListObjectsV2CommandInput, ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketAccess, bucketOf } from '../domain/bucket.js';
import { continuationToken, lastOfToken, listCurrent, listingKeys, pageSize, urlEncoder } from '../domain/listing.js';
import { listedObjects } from '../domain/listed.js';
import { objects } from '../domain/records.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export const listObjectsV2 = operation<ListObjectsV2CommandInput, ListObjectsV2CommandOutput>({
  ...bucketAccess('s3:ListBucket'),
  conditionKeys: listingKeys,
  unsupported: ['OptionalObjectAttributes'],
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    const max = pageSize(input.MaxKeys, 'max-keys');
    const encode = urlEncoder(input.EncodingType);
    const after = input.ContinuationToken === undefined ? input.StartAfter || undefined : lastOfToken(input.ContinuationToken);
    const prefix = input.Prefix ?? '';
    const delimiter = input.Delimiter || undefined;
    const listing = listCurrent(ctx.table(objects), { bucket: bucket.name, prefix, delimiter, after, max });
    return {
      ...listedObjects(listing, encode, input.FetchOwner === true),
      Name: bucket.name,
      Prefix: encode(prefix),
      Delimiter: delimiter && encode(delimiter),
      MaxKeys: max,
      KeyCount: listing.entries.length,
      EncodingType: input.EncodingType,
      StartAfter: input.StartAfter && encode(input.StartAfter),
      ContinuationToken: input.ContinuationToken,
      IsTruncated: listing.truncated,
      NextContinuationToken: listing.truncated ? continuationToken(listing.last!) : undefined,
    };
  },
});
