import type { GetUsagePlanKeysCommandInput, GetUsagePlanKeysCommandOutput } from '@aws-sdk/client-api-gateway';
import { prefix } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireApiKey, requireUsagePlan } from '../domain/lookup.js';
import { pageOfTable } from '../domain/page.js';
import { showPlanKey } from '../domain/planKeys.js';
import { usagePlanKeys } from '../domain/state.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetUsagePlanKeys.html */
export const getUsagePlanKeys = operation<Checked<GetUsagePlanKeysCommandInput, 'usagePlanId'>, GetUsagePlanKeysCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/usageplans/${input.usagePlanId}/keys`),
  run(input, ctx) {
    requireUsagePlan(ctx, input.usagePlanId);
    const named = ({ keyId }: { keyId: string }) => !input.nameQuery || (requireApiKey(ctx, keyId).name ?? '').startsWith(input.nameQuery);
    const { items, position } = pageOfTable(ctx.table(usagePlanKeys), input, { prefix: prefix(input.usagePlanId) }, named);
    return { items: items.map(({ keyId }) => showPlanKey(requireApiKey(ctx, keyId))), position };
  },
});
