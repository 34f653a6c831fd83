import type { GetUsagePlansCommandInput, GetUsagePlansCommandOutput } from '@aws-sdk/client-api-gateway';
import { key } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { pageOfTable } from '../domain/page.js';
import { plansOfKeys, usagePlans } from '../domain/state.js';
import { showPlan } from '../domain/usagePlan.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetUsagePlans.html */
export const getUsagePlans = operation<GetUsagePlansCommandInput, GetUsagePlansCommandOutput>({
  resource: (_input, scope) => arnOf(scope, '/usageplans'),
  run(input, ctx) {
    const { keyId } = input;
    const { items, position } = pageOfTable(ctx.table(usagePlans), input, {}, (plan) => keyId === undefined || ctx.table(plansOfKeys).has(key(keyId, plan.id)));
    return { items: items.map((plan) => showPlan(plan, false)), position };
  },
});
