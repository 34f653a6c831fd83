import type { DeleteModelCommandInput, DeleteModelCommandOutput } from '@aws-sdk/client-api-gateway';
import { key } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireModel } from '../domain/lookup.js';
import { useOfModel } from '../domain/model.js';
import { readTree } from '../domain/readTree.js';
import { models } from '../domain/state.js';
import { conflict } from '../errors.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteModel.html */
export const deleteModel = operation<Checked<DeleteModelCommandInput, 'restApiId' | 'modelName'>, DeleteModelCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/models/${input.modelName}`),
  run({ restApiId, modelName }, ctx) {
    requireModel(ctx, restApiId, modelName);
    const all = [...readTree(ctx, restApiId).values()].sort((a, b) => (a.path < b.path ? -1 : 1));
    const use = useOfModel(all, modelName);
    if (use) throw conflict(`Cannot delete model '${modelName}', is referenced in ${use}`);
    ctx.table(models).delete(key(restApiId, modelName));
    return {};
  },
});
