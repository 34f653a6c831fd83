import type { GetIntegrationResponseCommandInput, GetIntegrationResponseCommandOutput } from '@aws-sdk/client-api-gateway';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireIntegration, requireIntegrationResponse } from '../domain/lookup.js';
import { showIntegrationResponse } from '../domain/show.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetIntegrationResponse.html */
export const getIntegrationResponse = operation<Checked<GetIntegrationResponseCommandInput, 'restApiId' | 'resourceId' | 'httpMethod' | 'statusCode'>, GetIntegrationResponseCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/resources/${input.resourceId}/methods/${input.httpMethod}/integration/responses/${input.statusCode}`),
  run: (input, ctx) => showIntegrationResponse(requireIntegrationResponse(requireIntegration(ctx, input).integration, input.statusCode)),
});
