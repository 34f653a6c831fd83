import type { Bucket, ListBucketsCommandInput, ListBucketsCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketArn, ownerOf } from '../domain/bucket.js';
import { continuationToken, lastOfToken } from '../domain/listing.js';
import { buckets } from '../domain/records.js';
import { invalidArgument } from '../errors.js';
import { limits } from '../limits.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html */
export const listBuckets = operation<ListBucketsCommandInput, ListBucketsCommandOutput>({
  resource: () => '*',
  access: () => [{ action: 's3:ListAllMyBuckets', resource: '*' }],
  run(input, ctx) {
    const max = input.MaxBuckets ?? limits.buckets;
    if (max < 1 || max > limits.buckets) {
      throw invalidArgument(`Argument max-buckets must be an integer between 1 and ${limits.buckets}.`, 'max-buckets', max);
    }
    const after = input.ContinuationToken === undefined ? undefined : lastOfToken(input.ContinuationToken);
    const found: Bucket[] = [];
    let token: string | undefined;
    const range = after === undefined ? {} : { after };
    for (const [name, bucket] of ctx.table(buckets).range(range)) {
      if (bucket.account !== ctx.scope.account || !name.startsWith(input.Prefix ?? '')) continue;
      if (input.BucketRegion !== undefined && bucket.region !== input.BucketRegion) continue;
      if (found.length === max) {
        token = continuationToken(found[max - 1]!.Name!);
        break;
      }
      found.push({ Name: name, CreationDate: new Date(bucket.createdAtMs), BucketRegion: bucket.region, BucketArn: bucketArn(name) });
    }
    return { Buckets: found, Owner: ownerOf(ctx.scope.account), ContinuationToken: token, Prefix: input.Prefix };
  },
});
