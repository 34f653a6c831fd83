import type { PutMethodResponseCommandInput, PutMethodResponseCommandOutput } from '@aws-sdk/client-api-gateway';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireMethod, saveMethod } from '../domain/lookup.js';
import { checkModels, checkResponseParameters } from '../domain/method.js';
import { referencesOf } from '../domain/references.js';
import { showMethodResponse } from '../domain/show.js';
import type { MethodResponseRecord } from '../domain/state.js';
import { conflict } from '../errors.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethodResponse.html */
export const putMethodResponse = operation<Checked<PutMethodResponseCommandInput, 'restApiId' | 'resourceId' | 'httpMethod' | 'statusCode'>, PutMethodResponseCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/resources/${input.resourceId}/methods/${input.httpMethod}/responses/${input.statusCode}`),
  run(input, ctx) {
    const { resource, method } = requireMethod(ctx, input);
    const { statusCode } = input;
    if (method.methodResponses?.[statusCode]) throw conflict('Response already exists for this resource');
    checkResponseParameters(input.responseParameters);
    checkModels(input.responseModels, referencesOf(ctx, input.restApiId));
    const response: MethodResponseRecord = {
      statusCode,
      ...(input.responseParameters ? { responseParameters: { ...input.responseParameters } } : {}),
      ...(input.responseModels ? { responseModels: { ...input.responseModels } } : {}),
    };
    saveMethod(ctx, input.restApiId, resource, { ...method, methodResponses: { ...method.methodResponses, [statusCode]: response } });
    return showMethodResponse(response);
  },
});
