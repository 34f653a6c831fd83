import type { DeleteStageCommandInput, DeleteStageCommandOutput } from '@aws-sdk/client-api-gateway';
import { key } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireStage } from '../domain/lookup.js';
import { stages } from '../domain/state.js';
import { forgetStages } from '../domain/usagePlan.js';

/** Usage plans no longer name it either. https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteStage.html */
export const deleteStage = operation<Checked<DeleteStageCommandInput, 'restApiId' | 'stageName'>, DeleteStageCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/stages/${input.stageName}`),
  run({ restApiId, stageName }, ctx) {
    requireStage(ctx, restApiId, stageName);
    ctx.table(stages).delete(key(restApiId, stageName));
    forgetStages(ctx, restApiId, stageName);
    return {};
  },
});
