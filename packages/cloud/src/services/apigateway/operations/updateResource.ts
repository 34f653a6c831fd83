import type { UpdateResourceCommandInput, UpdateResourceCommandOutput } from '@aws-sdk/client-api-gateway';
import { key } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireResource } from '../domain/lookup.js';
import { applyPatches } from '../domain/patch.js';
import { readTree } from '../domain/readTree.js';
import { moveResource, resourceRules, resourceWording } from '../domain/resourceTree.js';
import { showResource } from '../domain/show.js';
import { resources } from '../domain/state.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateResource.html */
export const updateResource = operation<Checked<UpdateResourceCommandInput, 'restApiId' | 'resourceId'>, UpdateResourceCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/resources/${input.resourceId}`),
  run({ restApiId, resourceId, patchOperations }, ctx) {
    const resource = requireResource(ctx, restApiId, resourceId);
    const move = applyPatches({}, patchOperations, resourceRules, resourceWording);
    for (const moved of moveResource(readTree(ctx, restApiId), resource, move)) ctx.table(resources).put(key(restApiId, moved.id), moved);
    return showResource(requireResource(ctx, restApiId, resourceId), false);
  },
});
