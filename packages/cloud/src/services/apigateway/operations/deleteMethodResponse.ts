import type { DeleteMethodResponseCommandInput, DeleteMethodResponseCommandOutput } from '@aws-sdk/client-api-gateway';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireMethod, requireMethodResponse, saveMethod } from '../domain/lookup.js';
import { withoutMethodResponse } from '../domain/method.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteMethodResponse.html */
export const deleteMethodResponse = operation<Checked<DeleteMethodResponseCommandInput, 'restApiId' | 'resourceId' | 'httpMethod' | 'statusCode'>, DeleteMethodResponseCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/resources/${input.resourceId}/methods/${input.httpMethod}/responses/${input.statusCode}`),
  run(input, ctx) {
    const { resource, method } = requireMethod(ctx, input);
    requireMethodResponse(method, input.statusCode);
    saveMethod(ctx, input.restApiId, resource, withoutMethodResponse(method, input.statusCode));
    return {};
  },
});
