import { key } from '../../../kernel/collection.js';
import type { Scope } from '../../../kernel/identity.js';
import type { Context } from '../../../kernel/service.js';
import { badRequest } from '../errors.js';
import { quotaUses, usageDays } from './counters.js';
import type { QuotaRecord, UsagePlanRecord } from './state.js';
import { dayMs, dayOf, periodStart, remainingOf, useAt } from './usage.js';

/** Counts one request of the key; false, and nothing counted, where its quota is used up. */
export function countRequest(ctx: Context, plan: UsagePlanRecord, keyId: string, scope: Scope): boolean {
  const name = key(plan.id, keyId);
  const day = key(plan.id, keyId, dayOf(ctx.now));
  const days = ctx.table(usageDays, scope);
  const used = (days.get(day)?.used ?? 0) + 1;
  if (!plan.quota) {
    days.put(day, { used });
    return true;
  }
  const uses = ctx.table(quotaUses, scope);
  const use = useAt(plan.quota, uses.get(name), ctx.now);
  const remaining = remainingOf(plan.quota, use);
  if (remaining === 0) return false;
  uses.put(name, { ...use, used: use.used + 1 });
  days.put(day, { used, remaining: remaining - 1 });
  return true;
}

/** `[used, remaining]` of each day from `first` to `last`. */
export function usageOfKey(ctx: Context, plan: UsagePlanRecord, keyId: string, first: number, last: number): number[][] {
  const days: number[][] = [];
  for (let day = first; day <= last; day++) {
    const record = ctx.table(usageDays).get(key(plan.id, keyId, day));
    days.push([record?.used ?? 0, record?.remaining ?? (plan.quota ? remainingOnIdleDay(ctx, plan, plan.quota, keyId, day) : 0)]);
  }
  return days;
}

/** A day without requests keeps what the day before left, unless a new period began with it. */
function remainingOnIdleDay(ctx: Context, plan: UsagePlanRecord, quota: QuotaRecord, keyId: string, day: number): number {
  const began = dayOf(periodStart(quota, day * dayMs));
  for (let earlier = day - 1; earlier >= began; earlier--) {
    const record = ctx.table(usageDays).get(key(plan.id, keyId, earlier));
    if (record?.remaining !== undefined) return record.remaining;
  }
  return quota.limit;
}

/** From now until the period ends the key has this many requests left. */
export function grantRemaining(ctx: Context, plan: UsagePlanRecord, keyId: string, remaining: number): void {
  if (!plan.quota) throw badRequest(`Usage Plan ${plan.id} has no quota`);
  if (remaining < 0) throw badRequest('Invalid value for remaining: must not be negative');
  const name = key(plan.id, keyId);
  const use = useAt(plan.quota, ctx.table(quotaUses).get(name), ctx.now);
  ctx.table(quotaUses).put(name, { ...use, granted: remaining + use.used - plan.quota.limit });
  const day = key(plan.id, keyId, dayOf(ctx.now));
  ctx.table(usageDays).put(day, { used: ctx.table(usageDays).get(day)?.used ?? 0, remaining });
}
