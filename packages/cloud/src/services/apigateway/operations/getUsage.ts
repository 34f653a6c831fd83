import type { GetUsageCommandInput, GetUsageCommandOutput } from '@aws-sdk/client-api-gateway';
import { key, prefix } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireUsagePlan } from '../domain/lookup.js';
import { pageOfList } from '../domain/page.js';
import { usageOfKey } from '../domain/planUsage.js';
import { usagePlanKeys } from '../domain/state.js';
import { parseDay } from '../domain/usage.js';
import { apiKeyNotFound, badRequest } from '../errors.js';

/** Days are UTC; each is `[used, remaining]`. https://docs.aws.amazon.com/apigateway/latest/api/API_GetUsage.html */
export const getUsage = operation<Checked<GetUsageCommandInput, 'usagePlanId' | 'startDate' | 'endDate'>, GetUsageCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/usageplans/${input.usagePlanId}/usage`),
  run(input, ctx) {
    const plan = requireUsagePlan(ctx, input.usagePlanId);
    const first = parseDay(input.startDate, 'startDate');
    const last = parseDay(input.endDate, 'endDate');
    if (last < first) throw badRequest('Invalid date range specified: endDate is before startDate');
    if (last - first >= 90) throw badRequest('Invalid date range specified: at most 90 days');
    if (input.keyId !== undefined && !ctx.table(usagePlanKeys).has(key(plan.id, input.keyId))) throw apiKeyNotFound();
    const all = Array.from(ctx.table(usagePlanKeys).range({ prefix: prefix(plan.id) }), ([, { keyId }]) => keyId);
    const { items: keyIds, position } = pageOfList(input.keyId === undefined ? all : [input.keyId], input);
    const items = Object.fromEntries(keyIds.map((keyId) => [keyId, usageOfKey(ctx, plan, keyId, first, last)]));
    return { usagePlanId: plan.id, startDate: input.startDate, endDate: input.endDate, items, position };
  },
});
