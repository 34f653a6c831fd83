import type { GetRequestValidatorCommandInput, GetRequestValidatorCommandOutput } from '@aws-sdk/client-api-gateway';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireValidator } from '../domain/lookup.js';
import { showValidator } from '../domain/requestValidator.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetRequestValidator.html */
export const getRequestValidator = operation<Checked<GetRequestValidatorCommandInput, 'restApiId' | 'requestValidatorId'>, GetRequestValidatorCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/restapis/${input.restApiId}/requestvalidators/${input.requestValidatorId}`),
  run: (input, ctx) => showValidator(requireValidator(ctx, input.restApiId, input.requestValidatorId)),
});
