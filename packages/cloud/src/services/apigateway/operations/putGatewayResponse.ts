import type { PutGatewayResponseCommandInput, PutGatewayResponseCommandOutput } from '@aws-sdk/client-api-gateway';
import { key } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { newGatewayResponse, showGatewayResponse } from '../domain/gatewayResponse.js';
import { requireApi } from '../domain/lookup.js';
import { effectiveIn } from '../domain/ownResponses.js';
import { gatewayResponses } from '../domain/state.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_PutGatewayResponse.html */
export const putGatewayResponse = operation<Checked<PutGatewayResponseCommandInput, 'restApiId' | 'responseType'>, PutGatewayResponseCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/gatewayresponses/${input.responseType}`),
  run(input, ctx) {
    requireApi(ctx, input.restApiId);
    ctx.table(gatewayResponses).put(key(input.restApiId, input.responseType), newGatewayResponse(input.responseType, input));
    return showGatewayResponse(effectiveIn(ctx, input.restApiId, input.responseType));
  },
});
