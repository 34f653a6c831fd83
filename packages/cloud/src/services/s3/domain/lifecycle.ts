import type { LifecycleRule, LifecycleRuleFilter, Tag } from '@aws-sdk/client-s3';
import type { BucketRecord, Content, ObjectRecord } from './records.js';

const dayMs = 86_400_000;

/** The first midnight UTC at or after an instant. */
const midnightFrom = (atMs: number): number => Math.ceil(atMs / dayMs) * dayMs;

export const nextMidnight = (nowMs: number): number => (Math.floor(nowMs / dayMs) + 1) * dayMs;

/** Lifecycle counts whole days from the instant and then waits for midnight UTC. */
export const dueAfterDays = (fromMs: number, days: number): number => midnightFrom(fromMs + days * dayMs);

/** Whether a rule speaks of an object. */
export function ruleCovers(rule: LifecycleRule, key: string, content: Content | undefined): boolean {
  if (rule.Status !== 'Enabled') return false;
  const filter: LifecycleRuleFilter = rule.Filter ?? {};
  const all = filter.And ?? {};
  const prefix = filter.Prefix ?? all.Prefix ?? rule.Prefix ?? '';
  if (!key.startsWith(prefix)) return false;
  const tags = [...(filter.Tag ? [filter.Tag] : []), ...(all.Tags ?? [])];
  if (tags.length > 0 && !(content && tags.every((tag) => hasTag(content.tags, tag)))) return false;
  const greater = filter.ObjectSizeGreaterThan ?? all.ObjectSizeGreaterThan;
  const less = filter.ObjectSizeLessThan ?? all.ObjectSizeLessThan;
  const size = content?.size ?? 0;
  return (greater === undefined || size > greater) && (less === undefined || size < less);
}

const hasTag = (tags: readonly Tag[], { Key, Value }: Tag): boolean => tags.some((tag) => tag.Key === Key && tag.Value === Value);

/** When the current version expires and by which rule, the earliest first. */
export function expiryOf(bucket: BucketRecord, record: ObjectRecord): { atMs: number; rule: LifecycleRule } | undefined {
  let first: { atMs: number; rule: LifecycleRule } | undefined;
  for (const rule of bucket.lifecycle?.rules ?? []) {
    const { Days: days, Date: date } = rule.Expiration ?? {};
    if ((days === undefined && date === undefined) || !ruleCovers(rule, record.key, record.content)) continue;
    const atMs = date ? date.getTime() : dueAfterDays(record.lastModifiedMs, days!);
    if (!first || atMs < first.atMs) first = { atMs, rule };
  }
  return first;
}

/** `x-amz-expiration` of an object that a rule will remove. */
export function expirationHeader(bucket: BucketRecord, record: ObjectRecord): string | undefined {
  if (!bucket.lifecycle || !record.content) return undefined;
  const expiry = expiryOf(bucket, record);
  return expiry && `expiry-date="${new Date(expiry.atMs).toUTCString()}", rule-id="${encodeURIComponent(expiry.rule.ID ?? '')}"`;
}

/** Objects below this stay where they are unless a rule names a size itself, or AWS's older default is chosen. */
const smallestTransitioned = 128 * 1024;

const namesSize = ({ Filter }: LifecycleRule): boolean =>
  Filter?.ObjectSizeGreaterThan !== undefined ||
  Filter?.ObjectSizeLessThan !== undefined ||
  Filter?.And?.ObjectSizeGreaterThan !== undefined ||
  Filter?.And?.ObjectSizeLessThan !== undefined;

/** Storage classes from warm to cold: an object only ever goes down. */
const waterfall = ['STANDARD', 'REDUCED_REDUNDANCY', 'STANDARD_IA', 'INTELLIGENT_TIERING', 'ONEZONE_IA', 'GLACIER_IR', 'GLACIER', 'DEEP_ARCHIVE'];
const coldness = (storageClass: string): number => waterfall.indexOf(storageClass);

/**
 * The coldest storage class that is due for a version at an instant; undefined where it stays. `noncurrentSinceMs`: when a
 * newer version took its place.
 */
export function dueTransition(
  bucket: BucketRecord,
  record: ObjectRecord & { readonly content: Content },
  nowMs: number,
  noncurrentSinceMs: number | undefined,
): string | undefined {
  let best: string | undefined;
  for (const rule of bucket.lifecycle?.rules ?? []) {
    if (!ruleCovers(rule, record.key, record.content)) continue;
    const tooSmall = record.content.size < smallestTransitioned && !namesSize(rule);
    for (const { atMs, storageClass } of transitionsOf(rule, record, noncurrentSinceMs)) {
      const archive = storageClass === 'GLACIER' || storageClass === 'DEEP_ARCHIVE';
      if (tooSmall && !(archive && bucket.lifecycle?.minimumSize === 'varies_by_storage_class')) continue;
      if (atMs <= nowMs && coldness(storageClass) > coldness(best ?? record.content.storageClass)) best = storageClass;
    }
  }
  return best;
}

function transitionsOf(rule: LifecycleRule, record: ObjectRecord, noncurrentSinceMs: number | undefined): { atMs: number; storageClass: string }[] {
  if (noncurrentSinceMs !== undefined) {
    return (rule.NoncurrentVersionTransitions ?? []).map(({ NoncurrentDays: days, StorageClass }) => ({
      atMs: dueAfterDays(noncurrentSinceMs, days ?? 0),
      storageClass: StorageClass!,
    }));
  }
  return (rule.Transitions ?? []).map(({ Days: days, Date: date, StorageClass }) => ({
    atMs: date ? date.getTime() : dueAfterDays(record.lastModifiedMs, days ?? 0),
    storageClass: StorageClass!,
  }));
}

/** Whether a noncurrent version is due to go. `newer`: how many noncurrent versions of the key are newer than it. */
export function noncurrentExpired(bucket: BucketRecord, record: ObjectRecord, nowMs: number, sinceMs: number, newer: number): boolean {
  return (bucket.lifecycle?.rules ?? []).some((rule) => {
    const { NoncurrentDays: days, NewerNoncurrentVersions: kept } = rule.NoncurrentVersionExpiration ?? {};
    if (days === undefined || !ruleCovers(rule, record.key, record.content)) return false;
    return dueAfterDays(sinceMs, days) <= nowMs && newer >= (kept ?? 0);
  });
}

/** Whether a delete marker with no version below it is to be cleaned away. */
export function loneMarkerExpired(bucket: BucketRecord, record: ObjectRecord, nowMs: number): boolean {
  return (bucket.lifecycle?.rules ?? []).some((rule) => {
    if (!rule.Expiration || !ruleCovers(rule, record.key, undefined)) return false;
    const { Days: days, ExpiredObjectDeleteMarker: clean } = rule.Expiration;
    return clean === true || (days !== undefined && dueAfterDays(record.lastModifiedMs, days) <= nowMs);
  });
}

/** Whether an upload that was never completed is due to be aborted. */
export function uploadExpired(bucket: BucketRecord, upload: { readonly key: string; readonly startedAtMs: number }, nowMs: number): boolean {
  return (bucket.lifecycle?.rules ?? []).some((rule) => {
    const days = rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation;
    return days !== undefined && ruleCovers(rule, upload.key, undefined) && dueAfterDays(upload.startedAtMs, days) <= nowMs;
  });
}
