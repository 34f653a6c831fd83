import type { UpdateGatewayResponseCommandInput, UpdateGatewayResponseCommandOutput } from '@aws-sdk/client-api-gateway';
import { key } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { gatewayResponseRules, gatewayResponseWording, newGatewayResponse, showGatewayResponse } from '../domain/gatewayResponse.js';
import { requireApi } from '../domain/lookup.js';
import { effectiveIn } from '../domain/ownResponses.js';
import { applyPatches } from '../domain/patch.js';
import { gatewayResponses } from '../domain/state.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateGatewayResponse.html */
export const updateGatewayResponse = operation<Checked<UpdateGatewayResponseCommandInput, 'restApiId' | 'responseType'>, UpdateGatewayResponseCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/gatewayresponses/${input.responseType}`),
  run({ restApiId, responseType, patchOperations }, ctx) {
    requireApi(ctx, restApiId);
    const name = key(restApiId, responseType);
    const before = ctx.table(gatewayResponses).get(name) ?? newGatewayResponse(responseType, {});
    ctx.table(gatewayResponses).put(name, applyPatches(before, patchOperations, gatewayResponseRules, gatewayResponseWording));
    return showGatewayResponse(effectiveIn(ctx, restApiId, responseType));
  },
});
