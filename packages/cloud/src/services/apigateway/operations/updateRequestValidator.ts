import type { UpdateRequestValidatorCommandInput, UpdateRequestValidatorCommandOutput } from '@aws-sdk/client-api-gateway';
import { key } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireValidator } from '../domain/lookup.js';
import { applyPatches } from '../domain/patch.js';
import { showValidator, validatorRules, validatorWording } from '../domain/requestValidator.js';
import { requestValidators } from '../domain/state.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateRequestValidator.html */
export const updateRequestValidator = operation<Checked<UpdateRequestValidatorCommandInput, 'restApiId' | 'requestValidatorId'>, UpdateRequestValidatorCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/requestvalidators/${input.requestValidatorId}`),
  run({ restApiId, requestValidatorId, patchOperations }, ctx) {
    const validator = applyPatches(requireValidator(ctx, restApiId, requestValidatorId), patchOperations, validatorRules, validatorWording);
    ctx.table(requestValidators).put(key(restApiId, requestValidatorId), validator);
    return showValidator(validator);
  },
});
