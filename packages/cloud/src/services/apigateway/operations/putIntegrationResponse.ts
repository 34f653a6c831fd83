import type { PutIntegrationResponseCommandInput, PutIntegrationResponseCommandOutput } from '@aws-sdk/client-api-gateway';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { checkIntegrationResponse } from '../domain/integration.js';
import { requireIntegration, saveMethod } from '../domain/lookup.js';
import { showIntegrationResponse } from '../domain/show.js';
import type { IntegrationResponseRecord } from '../domain/state.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegrationResponse.html */
export const putIntegrationResponse = operation<Checked<PutIntegrationResponseCommandInput, 'restApiId' | 'resourceId' | 'httpMethod' | 'statusCode'>, PutIntegrationResponseCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/resources/${input.resourceId}/methods/${input.httpMethod}/integration/responses/${input.statusCode}`),
  run(input, ctx) {
    const { resource, method, integration } = requireIntegration(ctx, input);
    const response: IntegrationResponseRecord = {
      statusCode: input.statusCode,
      ...(input.selectionPattern === undefined ? {} : { selectionPattern: input.selectionPattern }),
      ...(input.responseParameters ? { responseParameters: { ...input.responseParameters } } : {}),
      ...(input.responseTemplates ? { responseTemplates: { ...input.responseTemplates } } : {}),
      ...(input.contentHandling ? { contentHandling: input.contentHandling } : {}),
    };
    checkIntegrationResponse(response, method);
    const integrationResponses = { ...integration.integrationResponses, [input.statusCode]: response };
    saveMethod(ctx, input.restApiId, resource, { ...method, methodIntegration: { ...integration, integrationResponses } });
    return showIntegrationResponse(response);
  },
});
