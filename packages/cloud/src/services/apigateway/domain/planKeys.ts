import { key, prefix } from '../../../kernel/collection.js';
import type { Context } from '../../../kernel/service.js';
import { quotaUses, usageDays } from './counters.js';
import { plansOfKeys, usagePlanKeys } from './state.js';
import type { ApiKeyRecord } from './state.js';

/** The key leaves the plan; what it used under it is forgotten. */
export function removeKeyFromPlan(ctx: Context, planId: string, keyId: string): void {
  ctx.table(usagePlanKeys).delete(key(planId, keyId));
  ctx.table(plansOfKeys).delete(key(keyId, planId));
  ctx.table(quotaUses).delete(key(planId, keyId));
  const days = ctx.table(usageDays);
  for (const [name] of days.range({ prefix: prefix(planId, keyId) })) days.delete(name);
}

export const showPlanKey = ({ id, name, value }: ApiKeyRecord) => ({ id, type: 'API_KEY', value, name });
