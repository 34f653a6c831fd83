import type { GetStagesCommandInput, GetStagesCommandOutput } from '@aws-sdk/client-api-gateway';
import { prefix } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireApi } from '../domain/lookup.js';
import { showStage } from '../domain/stage.js';
import { stages } from '../domain/state.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetStages.html */
export const getStages = operation<Checked<GetStagesCommandInput, 'restApiId'>, GetStagesCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/stages`),
  run({ restApiId, deploymentId }, ctx) {
    requireApi(ctx, restApiId);
    const item = [];
    for (const [, stage] of ctx.table(stages).range({ prefix: prefix(restApiId) })) {
      if (deploymentId === undefined || stage.deploymentId === deploymentId) item.push(showStage(stage, true));
    }
    return { item };
  },
});
