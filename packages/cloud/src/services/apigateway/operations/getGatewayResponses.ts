import type { GetGatewayResponsesCommandInput, GetGatewayResponsesCommandOutput } from '@aws-sdk/client-api-gateway';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { gatewayResponseTypes, showGatewayResponse } from '../domain/gatewayResponse.js';
import { requireApi } from '../domain/lookup.js';
import { effectiveIn } from '../domain/ownResponses.js';
import { pageOfList } from '../domain/page.js';

/** All types, whether set or not. https://docs.aws.amazon.com/apigateway/latest/api/API_GetGatewayResponses.html */
export const getGatewayResponses = operation<Checked<GetGatewayResponsesCommandInput, 'restApiId'>, GetGatewayResponsesCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/gatewayresponses`),
  run(input, ctx) {
    requireApi(ctx, input.restApiId);
    const all = gatewayResponseTypes.map((type) => showGatewayResponse(effectiveIn(ctx, input.restApiId, type)));
    return pageOfList(all, input);
  },
});
