import type { BucketRecord } from './counters.js';

/** A token bucket: `burst` tokens at most, `rate` new ones a second. */
export interface BucketLimit {
  readonly burst: number;
  readonly rate: number;
}

/** The bucket after one request has taken its token at `atMs`, or undefined where there is none for it. */
export function takeToken(limit: BucketLimit, bucket: BucketRecord | undefined, atMs: number): BucketRecord | undefined {
  const filled = bucket ? Math.min(limit.burst, bucket.tokens + (Math.max(0, atMs - bucket.atMs) * limit.rate) / 1000) : limit.burst;
  return filled >= 1 ? { tokens: filled - 1, atMs } : undefined;
}
