import { collection } from '../../../kernel/collection.js';

/** What calls of an API leave behind. */

/** One key's requests under one plan on one UTC day. */
export interface UsageDayRecord {
  readonly used: number;
  /** Of the period's quota, at the end of the day; absent without a quota. */
  readonly remaining?: number;
}

/** One key's requests under one plan in the period under way. */
export interface QuotaUseRecord {
  readonly periodStartMs: number;
  readonly used: number;
  /** Requests granted beyond the quota by UpdateUsage, for this period. */
  readonly granted: number;
}

export interface BucketRecord {
  readonly tokens: number;
  readonly atMs: number;
}

/** By (plan, key, UTC day number). */
export const usageDays = collection<UsageDayRecord>('apigateway.usageDays');
/** By (plan, key). */
export const quotaUses = collection<QuotaUseRecord>('apigateway.quotaUses');
/** By what is limited. */
export const buckets = collection<BucketRecord>('apigateway.buckets');
/** Log streams of access logs that exist already, by (log group, stream). */
export const logStreams = collection<true>('apigateway.logStreams');
