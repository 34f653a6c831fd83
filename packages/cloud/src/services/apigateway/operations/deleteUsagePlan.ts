import type { DeleteUsagePlanCommandInput, DeleteUsagePlanCommandOutput } from '@aws-sdk/client-api-gateway';
import { keyParts, prefix } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireUsagePlan } from '../domain/lookup.js';
import { removeKeyFromPlan } from '../domain/planKeys.js';
import { usagePlanKeys, usagePlans } from '../domain/state.js';
import { badRequest } from '../errors.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteUsagePlan.html */
export const deleteUsagePlan = operation<Checked<DeleteUsagePlanCommandInput, 'usagePlanId'>, DeleteUsagePlanCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/usageplans/${input.usagePlanId}`),
  run({ usagePlanId }, ctx) {
    const plan = requireUsagePlan(ctx, usagePlanId);
    const [stage] = plan.apiStages;
    if (stage) throw badRequest(`Cannot delete Usage Plan ${plan.id} because there are API Stages associated with it, including ${stage.apiId}:${stage.stage}`);
    for (const [name] of ctx.table(usagePlanKeys).range({ prefix: prefix(plan.id) })) removeKeyFromPlan(ctx, plan.id, keyParts(name)[1]!);
    ctx.table(usagePlans).delete(plan.id);
    return {};
  },
});
