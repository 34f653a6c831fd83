import type { UpdateMethodResponseCommandInput, UpdateMethodResponseCommandOutput } from '@aws-sdk/client-api-gateway';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireMethod, requireMethodResponse, saveMethod } from '../domain/lookup.js';
import { methodResponseRules, methodResponseWording } from '../domain/method.js';
import { applyPatches } from '../domain/patch.js';
import { referencesOf } from '../domain/references.js';
import { showMethodResponse } from '../domain/show.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateMethodResponse.html */
export const updateMethodResponse = operation<Checked<UpdateMethodResponseCommandInput, 'restApiId' | 'resourceId' | 'httpMethod' | 'statusCode'>, UpdateMethodResponseCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/resources/${input.resourceId}/methods/${input.httpMethod}/responses/${input.statusCode}`),
  run(input, ctx) {
    const { resource, method } = requireMethod(ctx, input);
    const rules = methodResponseRules(referencesOf(ctx, input.restApiId));
    const response = applyPatches(requireMethodResponse(method, input.statusCode), input.patchOperations, rules, methodResponseWording);
    saveMethod(ctx, input.restApiId, resource, { ...method, methodResponses: { ...method.methodResponses, [input.statusCode]: response } });
    return showMethodResponse(response);
  },
});
