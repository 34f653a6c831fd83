import type { UpdateIntegrationResponseCommandInput, UpdateIntegrationResponseCommandOutput } from '@aws-sdk/client-api-gateway';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { checkIntegrationResponse, integrationResponseRules, integrationResponseWording } from '../domain/integration.js';
import { requireIntegration, requireIntegrationResponse, saveMethod } from '../domain/lookup.js';
import { applyPatches } from '../domain/patch.js';
import { showIntegrationResponse } from '../domain/show.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateIntegrationResponse.html */
export const updateIntegrationResponse = operation<Checked<UpdateIntegrationResponseCommandInput, 'restApiId' | 'resourceId' | 'httpMethod' | 'statusCode'>, UpdateIntegrationResponseCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/resources/${input.resourceId}/methods/${input.httpMethod}/integration/responses/${input.statusCode}`),
  run(input, ctx) {
    const { resource, method, integration } = requireIntegration(ctx, input);
    const before = requireIntegrationResponse(integration, input.statusCode);
    const response = applyPatches(before, input.patchOperations, integrationResponseRules, integrationResponseWording);
    checkIntegrationResponse(response, method);
    const integrationResponses = { ...integration.integrationResponses, [input.statusCode]: response };
    saveMethod(ctx, input.restApiId, resource, { ...method, methodIntegration: { ...integration, integrationResponses } });
    return showIntegrationResponse(response);
  },
});
