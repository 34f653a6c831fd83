import type { UpdateUsageCommandInput, UpdateUsageCommandOutput } from '@aws-sdk/client-api-gateway';
import { key } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireUsagePlan } from '../domain/lookup.js';
import { patchInteger } from '../domain/patch.js';
import { grantRemaining, usageOfKey } from '../domain/planUsage.js';
import { usagePlanKeys } from '../domain/state.js';
import { dayMs, dayOf } from '../domain/usage.js';
import { apiKeyNotFound, badRequest } from '../errors.js';

/** Grants a key more (or fewer) requests for the period under way. https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateUsage.html */
export const updateUsage = operation<Checked<UpdateUsageCommandInput, 'usagePlanId' | 'keyId'>, UpdateUsageCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/usageplans/${input.usagePlanId}/keys/${input.keyId}/usage`),
  run({ usagePlanId, keyId, patchOperations }, ctx) {
    const plan = requireUsagePlan(ctx, usagePlanId);
    if (!ctx.table(usagePlanKeys).has(key(plan.id, keyId))) throw apiKeyNotFound();
    for (const { op, path, value } of patchOperations ?? []) {
      if (op !== 'replace' || path !== '/remaining') throw badRequest(`Invalid patch path  '${path ?? 'null'}' specified for op '${op ?? ''}'. Must be one of: [/remaining]`);
      grantRemaining(ctx, plan, keyId, patchInteger(value, 'remaining'));
    }
    const today = dayOf(ctx.now);
    const date = new Date(today * dayMs).toISOString().slice(0, 10);
    return { usagePlanId: plan.id, startDate: date, endDate: date, items: { [keyId]: usageOfKey(ctx, plan, keyId, today, today) } };
  },
});
