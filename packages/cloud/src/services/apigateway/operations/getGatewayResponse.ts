import type { GetGatewayResponseCommandInput, GetGatewayResponseCommandOutput } from '@aws-sdk/client-api-gateway';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { showGatewayResponse } from '../domain/gatewayResponse.js';
import { requireApi } from '../domain/lookup.js';
import { effectiveIn } from '../domain/ownResponses.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetGatewayResponse.html */
export const getGatewayResponse = operation<Checked<GetGatewayResponseCommandInput, 'restApiId' | 'responseType'>, GetGatewayResponseCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/gatewayresponses/${input.responseType}`),
  run({ restApiId, responseType }, ctx) {
    requireApi(ctx, restApiId);
    return showGatewayResponse(effectiveIn(ctx, restApiId, responseType));
  },
});
