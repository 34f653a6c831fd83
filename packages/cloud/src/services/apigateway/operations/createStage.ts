import type { CreateStageCommandInput, CreateStageCommandOutput } from '@aws-sdk/client-api-gateway';
import { key } from '../../../kernel/collection.js';
import { notImplemented } from '../../../kernel/errors.js';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireDeployment } from '../domain/lookup.js';
import { newStage } from '../domain/newStage.js';
import { checkStageName, checkVariables, showStage } from '../domain/stage.js';
import { stages } from '../domain/state.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CreateStage.html */
export const createStage = operation<Checked<CreateStageCommandInput, 'restApiId' | 'stageName' | 'deploymentId'>, CreateStageCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/stages`),
  unsupported: ['cacheClusterSize', 'documentationVersion', 'canarySettings'],
  run(input, ctx) {
    const { restApiId, stageName, deploymentId } = input;
    checkStageName(stageName);
    checkVariables(input.variables);
    if (input.cacheClusterEnabled) throw notImplemented('the cache cluster of REST API stages');
    requireDeployment(ctx, restApiId, deploymentId);
    const stage = {
      ...newStage(ctx, restApiId, { stageName, deploymentId }),
      tracingEnabled: input.tracingEnabled ?? false,
      tags: { ...input.tags },
      ...(input.description === undefined ? {} : { description: input.description }),
      ...(input.variables === undefined ? {} : { variables: { ...input.variables } }),
    };
    ctx.table(stages).put(key(restApiId, stageName), stage);
    return showStage(stage, true);
  },
});
