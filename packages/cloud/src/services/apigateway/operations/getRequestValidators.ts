import type { GetRequestValidatorsCommandInput, GetRequestValidatorsCommandOutput } from '@aws-sdk/client-api-gateway';
import { prefix } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireApi } from '../domain/lookup.js';
import { pageOfTable } from '../domain/page.js';
import { showValidator } from '../domain/requestValidator.js';
import { requestValidators } from '../domain/state.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetRequestValidators.html */
export const getRequestValidators = operation<Checked<GetRequestValidatorsCommandInput, 'restApiId'>, GetRequestValidatorsCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/requestvalidators`),
  run(input, ctx) {
    requireApi(ctx, input.restApiId);
    const { items, position } = pageOfTable(ctx.table(requestValidators), input, { prefix: prefix(input.restApiId) });
    return { items: items.map(showValidator), position };
  },
});
