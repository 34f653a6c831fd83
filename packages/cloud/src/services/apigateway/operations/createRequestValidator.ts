import type { CreateRequestValidatorCommandInput, CreateRequestValidatorCommandOutput } from '@aws-sdk/client-api-gateway';
import { key } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { checkValidatorName, showValidator } from '../domain/requestValidator.js';
import { requestValidators, restApis } from '../domain/state.js';
import type { RequestValidatorRecord } from '../domain/state.js';
import { badRequest } from '../errors.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CreateRequestValidator.html */
export const createRequestValidator = operation<Checked<CreateRequestValidatorCommandInput, 'restApiId'>, CreateRequestValidatorCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/requestvalidators`),
  run({ restApiId, name, validateRequestBody, validateRequestParameters }, ctx) {
    if (!ctx.table(restApis).has(restApiId)) throw badRequest('Invalid REST API identifier specified');
    checkValidatorName(name);
    const validator: RequestValidatorRecord = {
      id: ctx.ids.lower(6),
      validateRequestBody: validateRequestBody ?? false,
      validateRequestParameters: validateRequestParameters ?? false,
      ...(name === undefined ? {} : { name }),
    };
    ctx.table(requestValidators).put(key(restApiId, validator.id), validator);
    return showValidator(validator);
  },
});
