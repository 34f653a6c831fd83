import type { UpdateMethodCommandInput, UpdateMethodCommandOutput } from '@aws-sdk/client-api-gateway';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireMethod, saveMethod } from '../domain/lookup.js';
import { methodRules, methodWording } from '../domain/method.js';
import { applyPatches } from '../domain/patch.js';
import { referencesOf } from '../domain/references.js';
import { showMethod } from '../domain/show.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateMethod.html */
export const updateMethod = operation<Checked<UpdateMethodCommandInput, 'restApiId' | 'resourceId' | 'httpMethod'>, UpdateMethodCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/resources/${input.resourceId}/methods/${input.httpMethod}`),
  run(input, ctx) {
    const { resource, method: before } = requireMethod(ctx, input);
    const method = applyPatches(before, input.patchOperations, methodRules(referencesOf(ctx, input.restApiId)), methodWording);
    saveMethod(ctx, input.restApiId, resource, method);
    return showMethod(method);
  },
});
