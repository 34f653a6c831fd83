import type { DeleteIntegrationCommandInput, DeleteIntegrationCommandOutput } from '@aws-sdk/client-api-gateway';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireIntegration, saveMethod } from '../domain/lookup.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteIntegration.html */
export const deleteIntegration = operation<Checked<DeleteIntegrationCommandInput, 'restApiId' | 'resourceId' | 'httpMethod'>, DeleteIntegrationCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/resources/${input.resourceId}/methods/${input.httpMethod}/integration`),
  run(input, ctx) {
    const { resource, method } = requireIntegration(ctx, input);
    const { methodIntegration: _gone, ...rest } = method;
    saveMethod(ctx, input.restApiId, resource, rest);
    return {};
  },
});
