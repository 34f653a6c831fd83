import type { CreateUsagePlanKeyCommandInput, CreateUsagePlanKeyCommandOutput } from '@aws-sdk/client-api-gateway';
import { key, prefix } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireUsagePlan } from '../domain/lookup.js';
import { showPlanKey } from '../domain/planKeys.js';
import { apiKeys, plansOfKeys, usagePlanKeys } from '../domain/state.js';
import { checkOverlap } from '../domain/usagePlan.js';
import { apiKeyNotFound, badRequest, conflict, limitExceeded } from '../errors.js';
import { limits } from '../limits.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CreateUsagePlanKey.html */
export const createUsagePlanKey = operation<Checked<CreateUsagePlanKeyCommandInput, 'usagePlanId' | 'keyId' | 'keyType'>, CreateUsagePlanKeyCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/usageplans/${input.usagePlanId}/keys`),
  run({ usagePlanId, keyId, keyType }, ctx) {
    const plan = requireUsagePlan(ctx, usagePlanId);
    if (keyType !== 'API_KEY') throw badRequest('Invalid Usage Plan Key Type specified. Valid options are API_KEY');
    const apiKey = ctx.table(apiKeys).get(keyId);
    if (!apiKey) throw apiKeyNotFound();
    if (ctx.table(usagePlanKeys).has(key(plan.id, keyId))) throw conflict(`Usage Plan ${plan.id} is already associated with API Key ${keyId}`);
    checkOverlap(ctx, keyId, plan);
    if ([...ctx.table(plansOfKeys).range({ prefix: prefix(keyId) })].length >= limits.usagePlansPerKey.value) {
      throw limitExceeded(`Maximum number of Usage Plans for API Key ${keyId} has been reached`);
    }
    ctx.table(usagePlanKeys).put(key(plan.id, keyId), { keyId, keyType, addedAtMs: ctx.now });
    ctx.table(plansOfKeys).put(key(keyId, plan.id), true);
    return showPlanKey(apiKey);
  },
});
