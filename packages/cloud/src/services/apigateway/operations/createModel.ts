import type { CreateModelCommandInput, CreateModelCommandOutput } from '@aws-sdk/client-api-gateway';
import { key } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireApi } from '../domain/lookup.js';
import { checkModelName, checkSchema, showModel } from '../domain/model.js';
import { models } from '../domain/state.js';
import type { ModelRecord } from '../domain/state.js';
import { conflict } from '../errors.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CreateModel.html */
export const createModel = operation<Checked<CreateModelCommandInput, 'restApiId' | 'name' | 'contentType'>, CreateModelCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/models`),
  run({ restApiId, name, description, schema, contentType }, ctx) {
    checkModelName(name);
    requireApi(ctx, restApiId);
    if (ctx.table(models).has(key(restApiId, name))) throw conflict('Model name already exists for this REST API');
    const model: ModelRecord = {
      id: ctx.ids.lower(6),
      name,
      schema: checkSchema(schema),
      contentType,
      ...(description === undefined ? {} : { description }),
    };
    ctx.table(models).put(key(restApiId, name), model);
    return showModel(model);
  },
});
