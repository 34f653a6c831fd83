import type { GetMethodCommandInput, GetMethodCommandOutput } from '@aws-sdk/client-api-gateway';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireMethod } from '../domain/lookup.js';
import { showMethod } from '../domain/show.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetMethod.html */
export const getMethod = operation<Checked<GetMethodCommandInput, 'restApiId' | 'resourceId' | 'httpMethod'>, GetMethodCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/resources/${input.resourceId}/methods/${input.httpMethod}`),
  run: (input, ctx) => showMethod(requireMethod(ctx, input).method),
});
