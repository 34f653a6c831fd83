import type { GetResourceCommandInput, GetResourceCommandOutput } from '@aws-sdk/client-api-gateway';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireResource } from '../domain/lookup.js';
import { showResource } from '../domain/show.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetResource.html */
export const getResource = operation<Checked<GetResourceCommandInput, 'restApiId' | 'resourceId'>, GetResourceCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/resources/${input.resourceId}`),
  run: (input, ctx) => showResource(requireResource(ctx, input.restApiId, input.resourceId), input.embed?.includes('methods') ?? false),
});
