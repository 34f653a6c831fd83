import type { DeleteRestApiCommandInput, DeleteRestApiCommandOutput } from '@aws-sdk/client-api-gateway';
import { prefix } from '../../../kernel/collection.js';
import type { Collection } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireApi } from '../domain/lookup.js';
import { apiOwners, deployments, gatewayResponses, models, requestValidators, resources, restApis, stages } from '../domain/state.js';
import { forgetStages } from '../domain/usagePlan.js';

const parts: readonly Collection<unknown>[] = [resources, models, requestValidators, gatewayResponses, deployments, stages];

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteRestApi.html */
export const deleteRestApi = operation<Checked<DeleteRestApiCommandInput, 'restApiId'>, DeleteRestApiCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}`),
  run({ restApiId }, ctx) {
    requireApi(ctx, restApiId);
    for (const part of parts) {
      const table = ctx.table(part);
      for (const [name] of table.range({ prefix: prefix(restApiId) })) table.delete(name);
    }
    forgetStages(ctx, restApiId);
    ctx.table(restApis).delete(restApiId);
    ctx.table(apiOwners).delete(restApiId);
    return {};
  },
});
