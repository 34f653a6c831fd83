import type { GetRestApisCommandInput, GetRestApisCommandOutput } from '@aws-sdk/client-api-gateway';
import { operation } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { pageOfTable } from '../domain/page.js';
import { showApi } from '../domain/restApi.js';
import { restApis } from '../domain/state.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetRestApis.html */
export const getRestApis = operation<GetRestApisCommandInput, GetRestApisCommandOutput>({
  resource: (_input, scope) => arnOf(scope, '/restapis'),
  run(input, ctx) {
    const { items, position } = pageOfTable(ctx.table(restApis), input);
    return { items: items.map((api) => showApi(api, false)), position };
  },
});
