import type { CreateRestApiCommandInput, CreateRestApiCommandOutput } from '@aws-sdk/client-api-gateway';
import { key } from '../../../kernel/collection.js';
import { notImplemented } from '../../../kernel/errors.js';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { defaultModels } from '../domain/model.js';
import { checkCompressionSize, checkDescription, endpointOf, showApi } from '../domain/restApi.js';
import { apiOwners, models, resources, restApis } from '../domain/state.js';
import type { RestApiRecord } from '../domain/state.js';
import { badRequest, limitExceeded } from '../errors.js';
import { limits } from '../limits.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CreateRestApi.html */
export const createRestApi = operation<Checked<CreateRestApiCommandInput, 'name'>, CreateRestApiCommandOutput>({
  resource: (_input, scope) => arnOf(scope, '/restapis'),
  unsupported: ['cloneFrom', 'policy', 'securityPolicy', 'endpointAccessMode'],
  run(input, ctx) {
    if (input.name === '') throw badRequest('API name cannot be blank');
    checkDescription(input.description);
    checkCompressionSize(input.minimumCompressionSize);
    if (input.apiKeySource === 'AUTHORIZER') throw notImplemented('apiKeySource AUTHORIZER');
    const endpoint = endpointOf(input.endpointConfiguration);
    const most = endpoint.endpointType === 'EDGE' ? limits.edgeApis.value : limits.regionalApis.value;
    let count = 0;
    for (const [, other] of ctx.table(restApis).range()) if (other.endpointType === endpoint.endpointType) count++;
    if (count >= most) throw limitExceeded('Maximum number of APIs for this account has been reached. Please contact AWS if you need additional APIs.');

    const api: RestApiRecord = {
      id: ctx.ids.lower(10),
      name: input.name,
      createdAtMs: ctx.now,
      binaryMediaTypes: [...(input.binaryMediaTypes ?? [])],
      disableExecuteApiEndpoint: input.disableExecuteApiEndpoint ?? false,
      rootResourceId: ctx.ids.lower(10),
      tags: { ...input.tags },
      ...endpoint,
      ...(input.description === undefined ? {} : { description: input.description }),
      ...(input.version === undefined ? {} : { version: input.version }),
      ...(input.minimumCompressionSize === undefined ? {} : { minimumCompressionSize: input.minimumCompressionSize }),
    };
    ctx.table(restApis).put(api.id, api);
    ctx.table(apiOwners).put(api.id, { account: ctx.scope.account, region: ctx.scope.region });
    ctx.table(resources).put(key(api.id, api.rootResourceId), { id: api.rootResourceId, path: '/', methods: {} });
    for (const model of defaultModels) ctx.table(models).put(key(api.id, model.name), { ...model, id: ctx.ids.lower(6) });
    return showApi(api, false);
  },
});
