import type { UpdateModelCommandInput, UpdateModelCommandOutput } from '@aws-sdk/client-api-gateway';
import { key } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireModel } from '../domain/lookup.js';
import { modelRules, modelWording, showModel } from '../domain/model.js';
import { applyPatches } from '../domain/patch.js';
import { models } from '../domain/state.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateModel.html */
export const updateModel = operation<Checked<UpdateModelCommandInput, 'restApiId' | 'modelName'>, UpdateModelCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/models/${input.modelName}`),
  run({ restApiId, modelName, patchOperations }, ctx) {
    const model = applyPatches(requireModel(ctx, restApiId, modelName), patchOperations, modelRules, modelWording);
    ctx.table(models).put(key(restApiId, modelName), model);
    return showModel(model);
  },
});
