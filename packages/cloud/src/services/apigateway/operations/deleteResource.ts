import type { DeleteResourceCommandInput, DeleteResourceCommandOutput } from '@aws-sdk/client-api-gateway';
import { key } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireResource } from '../domain/lookup.js';
import { readTree } from '../domain/readTree.js';
import { subtree } from '../domain/resourceTree.js';
import { resources } from '../domain/state.js';
import { badRequest } from '../errors.js';

/** With everything below it. https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteResource.html */
export const deleteResource = operation<Checked<DeleteResourceCommandInput, 'restApiId' | 'resourceId'>, DeleteResourceCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/resources/${input.resourceId}`),
  run({ restApiId, resourceId }, ctx) {
    const resource = requireResource(ctx, restApiId, resourceId);
    if (resource.parentId === undefined) throw badRequest('Root resource cannot be deleted');
    for (const gone of subtree(readTree(ctx, restApiId), resourceId)) ctx.table(resources).delete(key(restApiId, gone.id));
    return {};
  },
});
