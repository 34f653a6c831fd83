import type {
  CORSRule,
  LifecycleRule,
  NotificationConfiguration,
  ObjectOwnership,
  PublicAccessBlockConfiguration,
  ServerSideEncryptionRule,
  StorageClass,
  Tag,
  TransitionDefaultMinimumObjectSize,
} from '@aws-sdk/client-s3';
import { collection } from '../../../kernel/collection.js';
import type { TimerKey } from '../../../kernel/service.js';
import type { Checksum } from './checksum.js';

/** A bucket and what is configured on it. */
export interface BucketRecord {
  readonly name: string;
  /** Owner, twelve digits. */
  readonly account: string;
  readonly region: string;
  readonly createdAtMs: number;
  readonly versioning: 'Enabled' | 'Suspended' | undefined;
  readonly encryption: readonly ServerSideEncryptionRule[];
  readonly publicAccessBlock: PublicAccessBlockConfiguration | undefined;
  readonly ownership: ObjectOwnership | undefined;
  readonly policy?: string | undefined;
  readonly tags?: readonly Tag[] | undefined;
  readonly cors?: readonly CORSRule[] | undefined;
  readonly lifecycle?: Lifecycle | undefined;
  readonly notification?: NotificationConfiguration | undefined;
}

export interface Lifecycle {
  readonly rules: readonly LifecycleRule[];
  readonly minimumSize: TransitionDefaultMinimumObjectSize;
  /** The next daily run. */
  readonly timer: TimerKey | undefined;
}

/** One version of an object, or a delete marker. */
export interface ObjectRecord {
  readonly bucket: string;
  readonly key: string;
  /** `null` for the version that an unversioned or suspended bucket keeps. */
  readonly versionId: string;
  /** Place among the key's versions: the newest has the lowest. */
  readonly order: number;
  readonly lastModifiedMs: number;
  readonly owner: string;
  /** Undefined for a delete marker. */
  readonly content: Content | undefined;
}

/** What an object holds. */
export interface Content {
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  /** The bytes, in order; one piece for each part of a multipart upload. */
  readonly pieces: readonly Piece[];
  readonly multipart: boolean;
  readonly checksum: Checksum | undefined;
  readonly headers: ContentHeaders;
  /** `x-amz-meta-…`, names in lower case. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly storageClass: StorageClass;
  readonly tags: readonly Tag[];
}

export interface Piece {
  /** Of the blob. */
  readonly hash: string;
  readonly size: number;
  readonly partNumber: number;
  readonly checksum: string | undefined;
}

export interface ContentHeaders {
  readonly ContentType: string;
  readonly CacheControl?: string | undefined;
  readonly ContentDisposition?: string | undefined;
  readonly ContentEncoding?: string | undefined;
  readonly ContentLanguage?: string | undefined;
  /** Epoch milliseconds. */
  readonly expiresMs?: number | undefined;
  readonly WebsiteRedirectLocation?: string | undefined;
}

/** What a request says of an object before its bytes are there. */
export type ContentDraft = Pick<Content, 'headers' | 'metadata' | 'storageClass' | 'tags'>;

/** A multipart upload under way. */
export interface UploadRecord {
  readonly bucket: string;
  readonly key: string;
  readonly uploadId: string;
  readonly startedAtMs: number;
  readonly owner: string;
  /** Its checksum's algorithm and whether it covers the parts' checksums or the whole object. */
  readonly checksum: { readonly algorithm: Checksum['algorithm']; readonly type: Checksum['type'] } | undefined;
  readonly draft: ContentDraft;
}

export interface PartRecord {
  readonly partNumber: number;
  readonly hash: string;
  readonly size: number;
  readonly etag: string;
  readonly lastModifiedMs: number;
  readonly checksum: { readonly algorithm: Checksum['algorithm']; readonly value: string } | undefined;
}

/** By name: all accounts and regions share one name space. */
export const buckets = collection<BucketRecord>('s3.buckets', 'global');
/** By bucket, ordered key, order. */
export const objects = collection<ObjectRecord>('s3.objects', 'global');
/** By bucket, ordered key, upload id. */
export const uploads = collection<UploadRecord>('s3.uploads', 'global');
/** By upload id, part number. */
export const parts = collection<PartRecord>('s3.parts', 'global');
