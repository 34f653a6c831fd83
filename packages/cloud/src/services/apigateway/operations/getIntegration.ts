import type { GetIntegrationCommandInput, GetIntegrationCommandOutput } from '@aws-sdk/client-api-gateway';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireIntegration } from '../domain/lookup.js';
import { showIntegration } from '../domain/show.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetIntegration.html */
export const getIntegration = operation<Checked<GetIntegrationCommandInput, 'restApiId' | 'resourceId' | 'httpMethod'>, GetIntegrationCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/resources/${input.resourceId}/methods/${input.httpMethod}/integration`),
  run: (input, ctx) => showIntegration(requireIntegration(ctx, input).integration),
});
