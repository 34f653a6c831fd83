import type { CreateBucketCommandInput, CreateBucketCommandOutput } from '@aws-sdk/client-s3';
import { notImplemented } from '../../../kernel/errors.js';
import { operation } from '../../../kernel/service.js';
import type { Context } from '../../../kernel/service.js';
import { bucketArn, defaultEncryption } from '../domain/bucket.js';
import { isBucketName } from '../domain/bucketName.js';
import { checkAcl } from '../domain/content.js';
import { buckets } from '../domain/records.js';
import type { BucketRecord } from '../domain/records.js';
import { checkTags } from '../domain/tags.js';
import {
  aclWithoutOwnership,
  bucketAlreadyExists,
  bucketAlreadyOwnedByYou,
  illegalLocationConstraint,
  invalidBucketName,
  invalidLocationConstraint,
  tooManyBuckets,
} from '../errors.js';
import { limits } from '../limits.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html */
export const createBucket = operation<CreateBucketCommandInput, CreateBucketCommandOutput>({
  resource: (input) => bucketArn(input.Bucket!),
  unsupported: ['GrantFullControl', 'GrantRead', 'GrantReadACP', 'GrantWrite', 'GrantWriteACP', 'BucketNamespace'],
  run(input, ctx) {
    const name = input.Bucket!;
    if (!isBucketName(name)) throw invalidBucketName(name);
    const region = regionOf(input, ctx.scope.region);
    const Location = region === 'us-east-1' ? `/${name}` : `http://${name}.s3.amazonaws.com/`;
    const existing = ctx.table(buckets).get(name);
    if (existing) {
      if (existing.account !== ctx.scope.account) throw bucketAlreadyExists(name);
      if (existing.region !== 'us-east-1' || region !== 'us-east-1') throw bucketAlreadyOwnedByYou(name);
      return { Location, BucketArn: bucketArn(name) };
    }
    if (countBuckets(ctx) >= limits.buckets) throw tooManyBuckets();
    ctx.table(buckets).put(name, newBucket(input, region, ctx));
    return { Location, BucketArn: bucketArn(name) };
  },
});

/** Only us-east-1 takes buckets for other regions; every other region wants its own name. */
function regionOf(input: CreateBucketCommandInput, endpointRegion: string): string {
  const configuration = input.CreateBucketConfiguration;
  if (configuration?.Location || configuration?.Bucket) throw notImplemented('S3 directory buckets');
  const constraint: string | undefined = configuration?.LocationConstraint;
  if (endpointRegion === 'us-east-1') {
    if (constraint === undefined || constraint === '') return 'us-east-1';
    const region = constraint === 'EU' ? 'eu-west-1' : constraint;
    if (region === 'us-east-1' || !/^[a-z]{2}(-[a-z]+)+-[0-9]$/.test(region)) throw invalidLocationConstraint(constraint);
    return region;
  }
  const region = constraint === 'EU' ? 'eu-west-1' : constraint;
  if (region !== endpointRegion) throw illegalLocationConstraint(constraint);
  return endpointRegion;
}

function countBuckets(ctx: Context): number {
  let count = 0;
  for (const [, bucket] of ctx.table(buckets).range()) if (bucket.account === ctx.scope.account) count++;
  return count;
}

/** What AWS gives every new bucket since April 2023: SSE-S3, no ACLs, no public access. */
function newBucket(input: CreateBucketCommandInput, region: string, ctx: Context): BucketRecord {
  if (input.ObjectLockEnabledForBucket) throw notImplemented('S3 Object Lock');
  const tags = input.CreateBucketConfiguration?.Tags;
  const bucket: BucketRecord = {
    name: input.Bucket!,
    account: ctx.scope.account,
    region,
    createdAtMs: ctx.now,
    versioning: undefined,
    encryption: defaultEncryption,
    publicAccessBlock: { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true },
    ownership: input.ObjectOwnership ?? 'BucketOwnerEnforced',
    ...(tags && tags.length > 0 ? { tags: checkTags(tags, 'Bucket') } : {}),
  };
  if (bucket.ownership === 'BucketOwnerEnforced' && input.ACL !== undefined && input.ACL !== 'private') throw aclWithoutOwnership();
  checkAcl(bucket, input);
  return bucket;
}
