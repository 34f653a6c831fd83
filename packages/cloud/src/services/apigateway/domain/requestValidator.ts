import { badRequest } from '../errors.js';
import { listingWording, patchBoolean } from './patch.js';
import type { PatchRule } from './patch.js';
import type { RequestValidatorRecord } from './state.js';

export function checkValidatorName(name: string | undefined): void {
  if (name === '') throw badRequest('Request Validator name cannot be blank');
}

/** https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateRequestValidator-Patch */
export const validatorRules: readonly PatchRule<RequestValidatorRecord>[] = [
  {
    path: '/name',
    replace: (validator, name) => {
      checkValidatorName(name ?? '');
      return { ...validator, name: name! };
    },
  },
  { path: '/validateRequestParameters', replace: (validator, value) => ({ ...validator, validateRequestParameters: patchBoolean(value) }) },
  { path: '/validateRequestBody', replace: (validator, value) => ({ ...validator, validateRequestBody: patchBoolean(value) }) },
];

export const validatorWording = listingWording<RequestValidatorRecord>();

export const showValidator = ({ id, name, validateRequestBody, validateRequestParameters }: RequestValidatorRecord) => ({
  id,
  name,
  validateRequestBody,
  validateRequestParameters,
});
