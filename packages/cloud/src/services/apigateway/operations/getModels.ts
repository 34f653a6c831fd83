import type { GetModelsCommandInput, GetModelsCommandOutput } from '@aws-sdk/client-api-gateway';
import { prefix } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireApi } from '../domain/lookup.js';
import { showModel } from '../domain/model.js';
import { pageOfTable } from '../domain/page.js';
import { models } from '../domain/state.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetModels.html */
export const getModels = operation<Checked<GetModelsCommandInput, 'restApiId'>, GetModelsCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/models`),
  run(input, ctx) {
    requireApi(ctx, input.restApiId);
    const { items, position } = pageOfTable(ctx.table(models), input, { prefix: prefix(input.restApiId) });
    return { items: items.map(showModel), position };
  },
});
