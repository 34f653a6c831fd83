import type { GetRestApiCommandInput, GetRestApiCommandOutput } from '@aws-sdk/client-api-gateway';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireApi } from '../domain/lookup.js';
import { showApi } from '../domain/restApi.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetRestApi.html */
export const getRestApi = operation<Checked<GetRestApiCommandInput, 'restApiId'>, GetRestApiCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}`),
  run: (input, ctx) => showApi(requireApi(ctx, input.restApiId), true),
});
