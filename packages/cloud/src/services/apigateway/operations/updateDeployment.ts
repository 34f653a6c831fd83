import type { UpdateDeploymentCommandInput, UpdateDeploymentCommandOutput } from '@aws-sdk/client-api-gateway';
import { key } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { deploymentRules, deploymentWording, showDeployment } from '../domain/deployment.js';
import { requireDeployment } from '../domain/lookup.js';
import { applyPatches } from '../domain/patch.js';
import { deployments } from '../domain/state.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateDeployment.html */
export const updateDeployment = operation<Checked<UpdateDeploymentCommandInput, 'restApiId' | 'deploymentId'>, UpdateDeploymentCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/deployments/${input.deploymentId}`),
  run({ restApiId, deploymentId, patchOperations }, ctx) {
    const deployment = applyPatches(requireDeployment(ctx, restApiId, deploymentId), patchOperations, deploymentRules, deploymentWording);
    ctx.table(deployments).put(key(restApiId, deploymentId), deployment);
    return showDeployment(deployment, false);
  },
});
