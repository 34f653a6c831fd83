import type { GetModelCommandInput, GetModelCommandOutput } from '@aws-sdk/client-api-gateway';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireModel } from '../domain/lookup.js';
import { showModel } from '../domain/model.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetModel.html */
export const getModel = operation<Checked<GetModelCommandInput, 'restApiId' | 'modelName'>, GetModelCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/models/${input.modelName}`),
  unsupported: ['flatten'],
  run: (input, ctx) => showModel(requireModel(ctx, input.restApiId, input.modelName)),
});
