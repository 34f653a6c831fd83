import type { CreateResourceCommandInput, CreateResourceCommandOutput } from '@aws-sdk/client-api-gateway';
import { key } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireResource } from '../domain/lookup.js';
import { newResource } from '../domain/resourceTree.js';
import { resources } from '../domain/state.js';
import { tooMany } from '../errors.js';
import { limits } from '../limits.js';
import { readTree } from '../domain/readTree.js';
import { showResource } from '../domain/show.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CreateResource.html */
export const createResource = operation<Checked<CreateResourceCommandInput, 'restApiId' | 'parentId' | 'pathPart'>, CreateResourceCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/resources/${input.parentId}`),
  run({ restApiId, parentId, pathPart }, ctx) {
    const parent = requireResource(ctx, restApiId, parentId);
    const tree = readTree(ctx, restApiId);
    if (tree.size >= limits.resourcesPerApi.value) throw tooMany('resources');
    const resource = newResource(tree, ctx.ids.lower(6), parent, pathPart);
    ctx.table(resources).put(key(restApiId, resource.id), resource);
    return showResource(resource, false);
  },
});
