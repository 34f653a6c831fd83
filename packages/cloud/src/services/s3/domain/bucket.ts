import { createHash } from 'node:crypto';
import type { Grant, Owner } from '@aws-sdk/client-s3';
import type { Access, Context } from '../../../kernel/service.js';
import { accessDenied, noSuchBucket, permanentRedirect } from '../errors.js';
import { isPublicPolicy } from './bucketPolicy.js';
import { buckets } from './records.js';
import type { BucketRecord } from './records.js';

export const bucketArn = (bucket: string): string => `arn:aws:s3:::${bucket}`;
export const objectArn = (bucket: string, key: string): string => `arn:aws:s3:::${bucket}/${key}`;

interface OnBucket {
  readonly Bucket?: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
}

interface OnObject extends OnBucket {
  readonly Key?: string | undefined;
  readonly VersionId?: string | undefined;
}

/** `resource` and `access` of an operation on a bucket, under IAM's name for it. */
export const bucketAccess = (...actions: readonly string[]) => ({
  resource: (input: OnBucket): string => bucketArn(input.Bucket!),
  access: (input: OnBucket): Access[] => actions.map((action) => ({ action, resource: bucketArn(input.Bucket!) })),
});

/** `resource` and `access` of an operation on an object; IAM has an action of its own for a version that is named. */
export const objectAccess = (action: string, versionAction = action) => ({
  resource: (input: OnObject): string => objectArn(input.Bucket!, input.Key!),
  access: (input: OnObject): Access[] => [
    { action: input.VersionId === undefined ? action : versionAction, resource: objectArn(input.Bucket!, input.Key!) },
  ],
});

/** The bucket a request is about. Throws NoSuchBucket, AccessDenied (another owner expected), PermanentRedirect (other region). */
export function bucketOf(ctx: Context, input: OnBucket): BucketRecord {
  const bucket = ctx.table(buckets).get(input.Bucket!);
  if (!bucket) throw noSuchBucket(input.Bucket!);
  if (input.ExpectedBucketOwner !== undefined && input.ExpectedBucketOwner !== bucket.account) throw accessDenied();
  if (bucket.region !== ctx.scope.region && ctx.principal.kind !== 'service') throw permanentRedirect(bucket.name, bucket.region);
  return bucket;
}

/** Changes a bucket's configuration. */
export function changeBucket(ctx: Context, bucket: BucketRecord, change: Partial<BucketRecord>): void {
  ctx.table(buckets).put(bucket.name, { ...bucket, ...change });
}

const canonicalIds = new Map<string, string>();

/** An account's canonical user id: 64 hexadecimal digits, always the same for the account. */
export function ownerOf(account: string): Owner {
  let id = canonicalIds.get(account);
  if (!id) {
    id = createHash('sha256').update(`canonical user ${account}`).digest('hex');
    if (canonicalIds.size < 1000) canonicalIds.set(account, id);
  }
  return { ID: id };
}

/** The bucket that an ARN of a bucket or of an object names. */
export function bucketOfArn(ctx: Context, arn: string): BucketRecord | undefined {
  const name = arn.slice('arn:aws:s3:::'.length).split('/')[0]!;
  return name === '' ? undefined : ctx.table(buckets).get(name);
}

/** What every bucket begins with, and goes back to. */
export const defaultEncryption: BucketRecord['encryption'] = [
  { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false },
];

/** The ACL of everything here: its owner may do all. */
export const ownerGrants = (account: string): { Owner: Owner; Grants: Grant[] } => {
  const owner = ownerOf(account);
  return { Owner: owner, Grants: [{ Grantee: { ...owner, Type: 'CanonicalUser' }, Permission: 'FULL_CONTROL' }] };
};

/**
 * The policy that a request about the bucket is judged by. A bucket that restricts public access turns away strangers
 * whatever a public policy says.
 */
export function policyFor(arn: string, ctx: Context): string | undefined {
  const bucket = bucketOfArn(ctx, arn);
  if (bucket?.policy === undefined) return undefined;
  const stranger = ctx.principal.kind === 'anonymous' || (ctx.principal.kind !== 'service' && ctx.principal.account !== bucket.account);
  return stranger && bucket.publicAccessBlock?.RestrictPublicBuckets && isPublicPolicy(bucket.policy) ? undefined : bucket.policy;
}
