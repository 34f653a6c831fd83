import type { GetMethodResponseCommandInput, GetMethodResponseCommandOutput } from '@aws-sdk/client-api-gateway';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireMethod, requireMethodResponse } from '../domain/lookup.js';
import { showMethodResponse } from '../domain/show.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetMethodResponse.html */
export const getMethodResponse = operation<Checked<GetMethodResponseCommandInput, 'restApiId' | 'resourceId' | 'httpMethod' | 'statusCode'>, GetMethodResponseCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/resources/${input.resourceId}/methods/${input.httpMethod}/responses/${input.statusCode}`),
  run: (input, ctx) => showMethodResponse(requireMethodResponse(requireMethod(ctx, input).method, input.statusCode)),
});
