import type { GetResourcesCommandInput, GetResourcesCommandOutput } from '@aws-sdk/client-api-gateway';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireApi } from '../domain/lookup.js';
import { pageOfList } from '../domain/page.js';
import { readTree } from '../domain/readTree.js';
import { showResource } from '../domain/show.js';

/** By path, the root first. https://docs.aws.amazon.com/apigateway/latest/api/API_GetResources.html */
export const getResources = operation<Checked<GetResourcesCommandInput, 'restApiId'>, GetResourcesCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/resources`),
  run(input, ctx) {
    requireApi(ctx, input.restApiId);
    const all = [...readTree(ctx, input.restApiId).values()].sort((a, b) => (a.path < b.path ? -1 : 1));
    const { items, position } = pageOfList(all, input);
    const withMethods = input.embed?.includes('methods') ?? false;
    return { items: items.map((resource) => showResource(resource, withMethods)), position };
  },
});
