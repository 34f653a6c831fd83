import type { GetDeploymentCommandInput, GetDeploymentCommandOutput } from '@aws-sdk/client-api-gateway';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { showDeployment } from '../domain/deployment.js';
import { requireDeployment } from '../domain/lookup.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetDeployment.html */
export const getDeployment = operation<Checked<GetDeploymentCommandInput, 'restApiId' | 'deploymentId'>, GetDeploymentCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/deployments/${input.deploymentId}`),
  run: (input, ctx) => showDeployment(requireDeployment(ctx, input.restApiId, input.deploymentId), input.embed?.includes('apisummary') ?? false),
});
