import type { CreateUsagePlanCommandInput, CreateUsagePlanCommandOutput } from '@aws-sdk/client-api-gateway';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { usagePlans } from '../domain/state.js';
import type { UsagePlanRecord } from '../domain/state.js';
import { apiStagesOf, quotaOf, showPlan, throttleOf } from '../domain/usagePlan.js';
import { badRequest, limitExceeded } from '../errors.js';
import { limits } from '../limits.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CreateUsagePlan.html */
export const createUsagePlan = operation<Checked<CreateUsagePlanCommandInput, 'name'>, CreateUsagePlanCommandOutput>({
  resource: (_input, scope) => arnOf(scope, '/usageplans'),
  run(input, ctx) {
    if (input.name === '') throw badRequest('Usage Plan name cannot be blank');
    let count = 0;
    for (const _entry of ctx.table(usagePlans).range()) count++;
    if (count >= limits.usagePlans.value) throw limitExceeded('Maximum number of Usage Plans for this account has been reached');
    const throttle = throttleOf(input.throttle);
    const quota = quotaOf(input.quota);
    const plan: UsagePlanRecord = {
      id: ctx.ids.lower(6),
      name: input.name,
      apiStages: apiStagesOf(ctx, input.apiStages),
      tags: { ...input.tags },
      ...(input.description === undefined ? {} : { description: input.description }),
      ...(throttle ? { throttle } : {}),
      ...(quota ? { quota } : {}),
    };
    ctx.table(usagePlans).put(plan.id, plan);
    return showPlan(plan, false);
  },
});
