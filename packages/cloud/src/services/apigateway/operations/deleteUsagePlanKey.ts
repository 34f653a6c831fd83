import type { DeleteUsagePlanKeyCommandInput, DeleteUsagePlanKeyCommandOutput } from '@aws-sdk/client-api-gateway';
import { key } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireUsagePlan } from '../domain/lookup.js';
import { removeKeyFromPlan } from '../domain/planKeys.js';
import { usagePlanKeys } from '../domain/state.js';
import { apiKeyNotFound } from '../errors.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteUsagePlanKey.html */
export const deleteUsagePlanKey = operation<Checked<DeleteUsagePlanKeyCommandInput, 'usagePlanId' | 'keyId'>, DeleteUsagePlanKeyCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/usageplans/${input.usagePlanId}/keys/${input.keyId}`),
  run({ usagePlanId, keyId }, ctx) {
    requireUsagePlan(ctx, usagePlanId);
    if (!ctx.table(usagePlanKeys).has(key(usagePlanId, keyId))) throw apiKeyNotFound();
    removeKeyFromPlan(ctx, usagePlanId, keyId);
    return {};
  },
});
