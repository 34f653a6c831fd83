import type { UpdateUsagePlanCommandInput, UpdateUsagePlanCommandOutput } from '@aws-sdk/client-api-gateway';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireUsagePlan } from '../domain/lookup.js';
import { usagePlans } from '../domain/state.js';
import { applyPlanPatches, showPlan } from '../domain/usagePlan.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateUsagePlan.html */
export const updateUsagePlan = operation<Checked<UpdateUsagePlanCommandInput, 'usagePlanId'>, UpdateUsagePlanCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/usageplans/${input.usagePlanId}`),
  run(input, ctx) {
    const plan = applyPlanPatches(ctx, requireUsagePlan(ctx, input.usagePlanId), input.patchOperations);
    ctx.table(usagePlans).put(plan.id, plan);
    return showPlan(plan, true);
  },
});
