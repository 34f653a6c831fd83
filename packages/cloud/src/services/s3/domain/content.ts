import type { AccessControlPolicy, StorageClass } from '@aws-sdk/client-s3';
import { notImplemented } from '../../../kernel/errors.js';
import { aclNotSupported, invalidArgument, invalidObjectState, invalidStorageClass, malformedXml, metadataTooLarge } from '../errors.js';
import { limits } from '../limits.js';
import { ownerOf } from './bucket.js';
import type { BucketRecord, Content, ContentDraft, ContentHeaders } from './records.js';
import { parseTagging } from './tags.js';

/** Members with which PutObject, CopyObject and CreateMultipartUpload describe an object. */
export interface ContentMembers {
  readonly ContentType?: string | undefined;
  readonly CacheControl?: string | undefined;
  readonly ContentDisposition?: string | undefined;
  readonly ContentEncoding?: string | undefined;
  readonly ContentLanguage?: string | undefined;
  readonly Expires?: Date | undefined;
  readonly WebsiteRedirectLocation?: string | undefined;
  readonly Metadata?: Readonly<Record<string, string>> | undefined;
  readonly StorageClass?: string | undefined;
  readonly ServerSideEncryption?: string | undefined;
  readonly Tagging?: string | undefined;
  readonly ACL?: string | undefined;
}

/** Members of those operations that Terrella does not have: customer keys, KMS, object lock, grants. */
export const unsupportedContentMembers = [
  'SSECustomerAlgorithm',
  'SSECustomerKey',
  'SSECustomerKeyMD5',
  'SSEKMSKeyId',
  'SSEKMSEncryptionContext',
  'ObjectLockMode',
  'ObjectLockRetainUntilDate',
  'ObjectLockLegalHoldStatus',
  'ObjectLockEventHold',
  'ObjectLockEventHoldDurationDays',
  'ObjectLockEventHoldDurationYears',
] as const;

const storageClasses: readonly string[] = [
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER',
  'DEEP_ARCHIVE',
  'GLACIER_IR',
];

export function draftOf(input: ContentMembers, bucket: BucketRecord): ContentDraft {
  checkAcl(bucket, input);
  checkEncryption(input, bucket);
  return {
    headers: headersOf(input),
    metadata: metadataOf(input.Metadata),
    storageClass: storageClassOf(input),
    tags: parseTagging(input.Tagging),
  };
}

export const headersOf = (input: ContentMembers): ContentHeaders => ({
  ContentType: input.ContentType ?? 'binary/octet-stream',
  CacheControl: input.CacheControl,
  ContentDisposition: input.ContentDisposition,
  // The transfer's own coding is gone once the body has been read.
  ContentEncoding: withoutChunking(input.ContentEncoding),
  ContentLanguage: input.ContentLanguage,
  expiresMs: input.Expires?.getTime(),
  WebsiteRedirectLocation: input.WebsiteRedirectLocation,
});

function withoutChunking(coding: string | undefined): string | undefined {
  if (!coding?.includes('aws-chunked')) return coding;
  const rest = coding.split(',').map((part) => part.trim()).filter((part) => part !== 'aws-chunked' && part !== '');
  return rest.length === 0 ? undefined : rest.join(',');
}

/** An object's own metadata, names in lower case as HTTP hands them back. */
export function metadataOf(metadata: ContentMembers['Metadata']): Readonly<Record<string, string>> {
  const out: Record<string, string> = {};
  let size = 0;
  for (const [name, value] of Object.entries(metadata ?? {})) {
    size += Buffer.byteLength(name) + Buffer.byteLength(value);
    out[name.toLowerCase()] = value;
  }
  if (size > limits.metadataBytes) throw metadataTooLarge(size);
  return out;
}

export function storageClassOf(input: ContentMembers): StorageClass {
  const value = input.StorageClass ?? 'STANDARD';
  if (!storageClasses.includes(value)) throw invalidStorageClass(value);
  return value as StorageClass;
}

/** Every object is encrypted with S3's own keys (AES256) or refused: there is no KMS behind it. */
function checkEncryption(input: ContentMembers, bucket: BucketRecord): void {
  const asked = input.ServerSideEncryption ?? bucket.encryption[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm ?? 'AES256';
  if (asked === 'AES256') return;
  if (asked === 'aws:kms' || asked === 'aws:kms:dsse') throw notImplemented(`S3 server-side encryption ${asked}`);
  throw invalidArgument('The encryption method specified is not supported', 'x-amz-server-side-encryption', asked);
}

/** The canned ACLs that change nothing for a bucket that has done away with ACLs; others are refused as S3 refuses them. */
export function checkAcl(bucket: BucketRecord, input: { readonly ACL?: string | undefined }): void {
  const acl = input.ACL;
  if (acl === undefined || acl === 'private' || acl === 'bucket-owner-full-control') return;
  if (bucket.ownership === undefined || bucket.ownership === 'BucketOwnerEnforced') throw aclNotSupported();
  throw notImplemented(`S3 canned ACL ${acl}`);
}

/** A request to put an ACL: only one that changes nothing goes through. */
export function checkAclRequest(
  bucket: BucketRecord,
  { ACL, AccessControlPolicy: policy }: { readonly ACL?: string | undefined; readonly AccessControlPolicy?: AccessControlPolicy | undefined },
): void {
  if (ACL === undefined && !policy) throw malformedXml();
  checkAcl(bucket, { ACL });
  const owner = ownerOf(bucket.account).ID;
  const others = (policy?.Grants ?? []).filter(({ Grantee, Permission }) => Grantee?.ID !== owner || Permission !== 'FULL_CONTROL');
  if (others.length === 0) return;
  if (bucket.ownership === undefined || bucket.ownership === 'BucketOwnerEnforced') throw aclNotSupported();
  throw notImplemented('S3 access control lists');
}

/** The members of an answer that describe an object. */
export const describeContent = (content: Content) => ({
  ETag: `"${content.etag}"`,
  ContentType: content.headers.ContentType,
  CacheControl: content.headers.CacheControl,
  ContentDisposition: content.headers.ContentDisposition,
  ContentEncoding: content.headers.ContentEncoding,
  ContentLanguage: content.headers.ContentLanguage,
  WebsiteRedirectLocation: content.headers.WebsiteRedirectLocation,
  Expires: content.headers.expiresMs === undefined ? undefined : new Date(content.headers.expiresMs),
  ExpiresString: content.headers.expiresMs === undefined ? undefined : new Date(content.headers.expiresMs).toUTCString(),
  Metadata: content.metadata,
  ServerSideEncryption: 'AES256' as const,
  // S3 leaves the header out for the class that everything has by default.
  StorageClass: content.storageClass === 'STANDARD' ? undefined : content.storageClass,
  TagCount: content.tags.length === 0 ? undefined : content.tags.length,
});

/** Objects in the archive classes must be restored before they can be read. */
export function checkReadableClass(content: Content): void {
  if (content.storageClass === 'GLACIER' || content.storageClass === 'DEEP_ARCHIVE') throw invalidObjectState(content.storageClass);
}
