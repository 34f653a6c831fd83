import type { GetUsagePlanKeyCommandInput, GetUsagePlanKeyCommandOutput } from '@aws-sdk/client-api-gateway';
import { key } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireApiKey, requireUsagePlan } from '../domain/lookup.js';
import { showPlanKey } from '../domain/planKeys.js';
import { usagePlanKeys } from '../domain/state.js';
import { apiKeyNotFound } from '../errors.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetUsagePlanKey.html */
export const getUsagePlanKey = operation<Checked<GetUsagePlanKeyCommandInput, 'usagePlanId' | 'keyId'>, GetUsagePlanKeyCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/usageplans/${input.usagePlanId}/keys/${input.keyId}`),
  run({ usagePlanId, keyId }, ctx) {
    requireUsagePlan(ctx, usagePlanId);
    if (!ctx.table(usagePlanKeys).has(key(usagePlanId, keyId))) throw apiKeyNotFound();
    return showPlanKey(requireApiKey(ctx, keyId));
  },
});
