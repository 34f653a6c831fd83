import type { DeleteIntegrationResponseCommandInput, DeleteIntegrationResponseCommandOutput } from '@aws-sdk/client-api-gateway';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireIntegrationResponse, requireResource, saveMethod } from '../domain/lookup.js';
import { withoutOrNone } from '../domain/patch.js';
import type { IntegrationRecord } from '../domain/state.js';
import { integrationNotFound } from '../errors.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteIntegrationResponse.html */
export const deleteIntegrationResponse = operation<Checked<DeleteIntegrationResponseCommandInput, 'restApiId' | 'resourceId' | 'httpMethod' | 'statusCode'>, DeleteIntegrationResponseCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/resources/${input.resourceId}/methods/${input.httpMethod}/integration/responses/${input.statusCode}`),
  run(input, ctx) {
    const resource = requireResource(ctx, input.restApiId, input.resourceId);
    const method = resource.methods[input.httpMethod];
    const integration = method?.methodIntegration;
    if (!method || !integration) throw integrationNotFound();
    requireIntegrationResponse(integration, input.statusCode);
    const integrationResponses = withoutOrNone(integration.integrationResponses, input.statusCode);
    saveMethod(ctx, input.restApiId, resource, { ...method, methodIntegration: { ...integration, integrationResponses } as IntegrationRecord });
    return {};
  },
});
