/**
 * Quotas of S3. Checked 2026-11-21.
 * https://docs.aws.amazon.com/general/latest/gr/s3.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
 */
export const limits = {
  /** General purpose buckets of an account. */
  buckets: 10_000,
  /** UTF-8 bytes of an object key. */
  keyBytes: 1024,
  /** Bytes in one PUT. */
  putBytes: 5 * 1024 ** 3,
  /** Bytes of every part of a multipart upload but the last. */
  minPartBytes: 5 * 1024 ** 2,
  /** Number of the last part. */
  parts: 10_000,
  /** Bytes of names and values of an object's own metadata. */
  metadataBytes: 2048,
  /** Tags of an object. */
  objectTags: 10,
  /** Tags of a bucket. */
  bucketTags: 50,
  /** Characters of a tag's key and value. */
  tagKeyCharacters: 128,
  tagValueCharacters: 256,
  /** Keys in one answer of a listing; also objects in one DeleteObjects. */
  pageSize: 1000,
  /** Bytes of a bucket policy. */
  policyBytes: 20 * 1024,
  /** Rules of a CORS configuration. */
  corsRules: 100,
  /** Rules of a lifecycle configuration. */
  lifecycleRules: 1000,
} as const;
