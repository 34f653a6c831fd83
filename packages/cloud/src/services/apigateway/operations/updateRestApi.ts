import type { UpdateRestApiCommandInput, UpdateRestApiCommandOutput } from '@aws-sdk/client-api-gateway';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireApi } from '../domain/lookup.js';
import { applyPatches } from '../domain/patch.js';
import { restApiRules, restApiWording, showApi } from '../domain/restApi.js';
import { restApis } from '../domain/state.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateRestApi.html */
export const updateRestApi = operation<Checked<UpdateRestApiCommandInput, 'restApiId'>, UpdateRestApiCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}`),
  run(input, ctx) {
    const api = applyPatches(requireApi(ctx, input.restApiId), input.patchOperations, restApiRules, restApiWording);
    ctx.table(restApis).put(api.id, api);
    return showApi(api, true);
  },
});
