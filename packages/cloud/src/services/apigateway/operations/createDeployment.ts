import type { CreateDeploymentCommandInput, CreateDeploymentCommandOutput } from '@aws-sdk/client-api-gateway';
import { key } from '../../../kernel/collection.js';
import { notImplemented } from '../../../kernel/errors.js';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { showDeployment, takeSnapshot } from '../domain/deployment.js';
import { requireApi } from '../domain/lookup.js';
import { newStage } from '../domain/newStage.js';
import { checkStageName, checkVariables } from '../domain/stage.js';
import { deployments, stages } from '../domain/state.js';
import type { DeploymentRecord } from '../domain/state.js';

/** Freezes the API; its stages serve it as it was now. https://docs.aws.amazon.com/apigateway/latest/api/API_CreateDeployment.html */
export const createDeployment = operation<Checked<CreateDeploymentCommandInput, 'restApiId'>, CreateDeploymentCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/deployments`),
  unsupported: ['cacheClusterSize', 'canarySettings'],
  run(input, ctx) {
    const api = requireApi(ctx, input.restApiId);
    if (input.cacheClusterEnabled) throw notImplemented('the cache cluster of REST API stages');
    if (input.stageName !== undefined) checkStageName(input.stageName);
    checkVariables(input.variables);
    const deployment: DeploymentRecord = {
      id: ctx.ids.lower(6),
      createdAtMs: ctx.now,
      snapshot: takeSnapshot(ctx, api),
      ...(input.description === undefined ? {} : { description: input.description }),
    };
    ctx.table(deployments).put(key(api.id, deployment.id), deployment);
    if (input.stageName !== undefined) {
      const name = key(api.id, input.stageName);
      const before = ctx.table(stages).get(name);
      const stage = before ?? newStage(ctx, api.id, { stageName: input.stageName, deploymentId: deployment.id });
      ctx.table(stages).put(name, {
        ...stage,
        deploymentId: deployment.id,
        lastUpdatedAtMs: ctx.now,
        ...(input.stageDescription === undefined ? {} : { description: input.stageDescription }),
        ...(input.variables === undefined ? {} : { variables: { ...input.variables } }),
        ...(input.tracingEnabled === undefined ? {} : { tracingEnabled: input.tracingEnabled }),
      });
    }
    return showDeployment(deployment, false);
  },
});
