import type { UpdateIntegrationCommandInput, UpdateIntegrationCommandOutput } from '@aws-sdk/client-api-gateway';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { checkIntegration, integrationRules, integrationWording } from '../domain/integration.js';
import { requireIntegration, saveMethod } from '../domain/lookup.js';
import { applyPatches } from '../domain/patch.js';
import { showIntegration } from '../domain/show.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateIntegration.html */
export const updateIntegration = operation<Checked<UpdateIntegrationCommandInput, 'restApiId' | 'resourceId' | 'httpMethod'>, UpdateIntegrationCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/resources/${input.resourceId}/methods/${input.httpMethod}/integration`),
  run(input, ctx) {
    const { resource, method, integration: before } = requireIntegration(ctx, input);
    const integration = applyPatches(before, input.patchOperations, integrationRules, integrationWording);
    checkIntegration(integration);
    saveMethod(ctx, input.restApiId, resource, { ...method, methodIntegration: integration });
    return showIntegration(integration);
  },
});
