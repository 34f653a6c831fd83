import type { PutMethodCommandInput, PutMethodCommandOutput } from '@aws-sdk/client-api-gateway';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireResource, saveMethod } from '../domain/lookup.js';
import { authorizationTypeOf, checkHttpMethod, checkModels, checkRequestParameters, checkValidator } from '../domain/method.js';
import { referencesOf } from '../domain/references.js';
import { showMethod } from '../domain/show.js';
import type { MethodRecord } from '../domain/state.js';
import { conflict } from '../errors.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethod.html */
export const putMethod = operation<Checked<PutMethodCommandInput, 'restApiId' | 'resourceId' | 'httpMethod' | 'authorizationType'>, PutMethodCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/resources/${input.resourceId}/methods/${input.httpMethod}`),
  unsupported: ['authorizationScopes'],
  run(input, ctx) {
    const resource = requireResource(ctx, input.restApiId, input.resourceId);
    checkHttpMethod(input.httpMethod);
    const authorizationType = authorizationTypeOf(input.authorizationType, input.authorizerId);
    if (Object.hasOwn(resource.methods, input.httpMethod)) throw conflict('Method already exists for this resource');
    const references = referencesOf(ctx, input.restApiId);
    checkRequestParameters(input.requestParameters);
    checkValidator(input.requestValidatorId, references);
    checkModels(input.requestModels, references);
    const method: MethodRecord = {
      httpMethod: input.httpMethod,
      authorizationType,
      apiKeyRequired: input.apiKeyRequired ?? false,
      ...(input.operationName ? { operationName: input.operationName } : {}),
      ...(input.requestValidatorId ? { requestValidatorId: input.requestValidatorId } : {}),
      ...(input.requestParameters ? { requestParameters: { ...input.requestParameters } } : {}),
      ...(input.requestModels ? { requestModels: { ...input.requestModels } } : {}),
    };
    saveMethod(ctx, input.restApiId, resource, method);
    return showMethod(method);
  },
});
