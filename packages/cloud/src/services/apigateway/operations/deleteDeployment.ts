import type { DeleteDeploymentCommandInput, DeleteDeploymentCommandOutput } from '@aws-sdk/client-api-gateway';
import { key, prefix } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireDeployment } from '../domain/lookup.js';
import { deployments, stages } from '../domain/state.js';
import { badRequest } from '../errors.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteDeployment.html */
export const deleteDeployment = operation<Checked<DeleteDeploymentCommandInput, 'restApiId' | 'deploymentId'>, DeleteDeploymentCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/deployments/${input.deploymentId}`),
  run({ restApiId, deploymentId }, ctx) {
    requireDeployment(ctx, restApiId, deploymentId);
    for (const [, stage] of ctx.table(stages).range({ prefix: prefix(restApiId) })) {
      if (stage.deploymentId === deploymentId) throw badRequest('Active stages pointing to this deployment must be moved or deleted');
    }
    ctx.table(deployments).delete(key(restApiId, deploymentId));
    return {};
  },
});
