import type { DeleteMethodCommandInput, DeleteMethodCommandOutput } from '@aws-sdk/client-api-gateway';
import { key } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireMethod } from '../domain/lookup.js';
import { without } from '../domain/patch.js';
import { resources } from '../domain/state.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteMethod.html */
export const deleteMethod = operation<Checked<DeleteMethodCommandInput, 'restApiId' | 'resourceId' | 'httpMethod'>, DeleteMethodCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/resources/${input.resourceId}/methods/${input.httpMethod}`),
  run(input, ctx) {
    const { resource, method } = requireMethod(ctx, input);
    const methods = without(resource.methods, method.httpMethod)!;
    ctx.table(resources).put(key(input.restApiId, resource.id), { ...resource, methods });
    return {};
  },
});
