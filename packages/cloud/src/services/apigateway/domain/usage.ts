import { badRequest } from '../errors.js';
import type { QuotaUseRecord } from './counters.js';
import type { QuotaRecord } from './state.js';

export const dayMs = 86_400_000;

/** Days since 1970-01-01 UTC. */
export const dayOf = (atMs: number): number => Math.floor(atMs / dayMs);

/**
 * When the period that holds `atMs` began, in UTC: midnight; the week's first day (offset 0 is Sunday); the month's day
 * `offset + 1`.
 */
export function periodStart({ period, offset }: QuotaRecord, atMs: number): number {
  const day = dayOf(atMs);
  if (period === 'DAY') return day * dayMs;
  if (period === 'WEEK') {
    // 1970-01-01 was a Thursday, day 4 of a week that begins on Sunday.
    const sinceFirst = (((day + 4 - offset) % 7) + 7) % 7;
    return (day - sinceFirst) * dayMs;
  }
  const date = new Date(atMs);
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1 + offset);
  return first <= atMs ? first : Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - 1, 1 + offset);
}

/** The use of the period under way; a new period begins with none. */
export function useAt(quota: QuotaRecord, use: QuotaUseRecord | undefined, atMs: number): QuotaUseRecord {
  const periodStartMs = periodStart(quota, atMs);
  return use?.periodStartMs === periodStartMs ? use : { periodStartMs, used: 0, granted: 0 };
}

export const remainingOf = (quota: QuotaRecord, use: QuotaUseRecord): number => Math.max(0, quota.limit + use.granted - use.used);

/** A day as `YYYY-MM-DD`, as a day number. */
export function parseDay(text: string, what: string): number {
  const atMs = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  if (Number.isNaN(atMs) || new Date(atMs).toISOString().slice(0, 10) !== text) throw badRequest(`Invalid ${what} specified: ${text}. The format is YYYY-MM-DD`);
  return dayOf(atMs);
}
