import type { DeleteGatewayResponseCommandInput, DeleteGatewayResponseCommandOutput } from '@aws-sdk/client-api-gateway';
import { key } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireApi } from '../domain/lookup.js';
import { gatewayResponses } from '../domain/state.js';
import { notFound } from '../errors.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteGatewayResponse.html */
export const deleteGatewayResponse = operation<Checked<DeleteGatewayResponseCommandInput, 'restApiId' | 'responseType'>, DeleteGatewayResponseCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/gatewayresponses/${input.responseType}`),
  run({ restApiId, responseType }, ctx) {
    requireApi(ctx, restApiId);
    if (!ctx.table(gatewayResponses).delete(key(restApiId, responseType))) throw notFound('Gateway response type not defined on api');
    return {};
  },
});
