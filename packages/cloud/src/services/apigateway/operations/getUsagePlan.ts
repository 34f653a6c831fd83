import type { GetUsagePlanCommandInput, GetUsagePlanCommandOutput } from '@aws-sdk/client-api-gateway';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireUsagePlan } from '../domain/lookup.js';
import { showPlan } from '../domain/usagePlan.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetUsagePlan.html */
export const getUsagePlan = operation<Checked<GetUsagePlanCommandInput, 'usagePlanId'>, GetUsagePlanCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/usageplans/${input.usagePlanId}`),
  run: (input, ctx) => showPlan(requireUsagePlan(ctx, input.usagePlanId), true),
});
