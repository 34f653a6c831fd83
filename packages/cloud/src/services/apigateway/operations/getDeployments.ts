import type { GetDeploymentsCommandInput, GetDeploymentsCommandOutput } from '@aws-sdk/client-api-gateway';
import { prefix } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { showDeployment } from '../domain/deployment.js';
import { requireApi } from '../domain/lookup.js';
import { pageOfTable } from '../domain/page.js';
import { deployments } from '../domain/state.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetDeployments.html */
export const getDeployments = operation<Checked<GetDeploymentsCommandInput, 'restApiId'>, GetDeploymentsCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/deployments`),
  run(input, ctx) {
    requireApi(ctx, input.restApiId);
    const { items, position } = pageOfTable(ctx.table(deployments), input, { prefix: prefix(input.restApiId) });
    return { items: items.map((deployment) => showDeployment(deployment, false)), position };
  },
});
