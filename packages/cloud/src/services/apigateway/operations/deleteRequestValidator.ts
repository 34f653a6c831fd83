import type { DeleteRequestValidatorCommandInput, DeleteRequestValidatorCommandOutput } from '@aws-sdk/client-api-gateway';
import { key } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireValidator } from '../domain/lookup.js';
import { readTree } from '../domain/readTree.js';
import { requestValidators } from '../domain/state.js';
import { conflict } from '../errors.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteRequestValidator.html */
export const deleteRequestValidator = operation<Checked<DeleteRequestValidatorCommandInput, 'restApiId' | 'requestValidatorId'>, DeleteRequestValidatorCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/requestvalidators/${input.requestValidatorId}`),
  run({ restApiId, requestValidatorId }, ctx) {
    requireValidator(ctx, restApiId, requestValidatorId);
    for (const resource of readTree(ctx, restApiId).values()) {
      const user = Object.values(resource.methods).find((method) => method.requestValidatorId === requestValidatorId);
      if (user) throw conflict(`Cannot delete Request Validator '${requestValidatorId}', is referenced in method request: ${resource.path}/${user.httpMethod}`);
    }
    ctx.table(requestValidators).delete(key(restApiId, requestValidatorId));
    return {};
  },
});
