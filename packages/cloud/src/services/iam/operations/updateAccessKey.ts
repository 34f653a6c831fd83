import type { UpdateAccessKeyCommandInput, UpdateAccessKeyCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { keyOf, keyOwner, setKeyStatus } from '../domain/accessKeys.js';
import { holderOf, holderResource } from '../domain/holders.js';
import { validationError } from '../errors.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html */
export const updateAccessKey = operation<UpdateAccessKeyCommandInput, UpdateAccessKeyCommandOutput>({
  resource: (input, scope) => (input.UserName === undefined ? '*' : holderResource('user', input.UserName, scope)),
  run(input, ctx) {
    const user = holderOf(ctx, 'user', keyOwner(ctx, input.UserName));
    const { Status: status } = input;
    if (status !== 'Active' && status !== 'Inactive') throw validationError('Status Expired cannot be set.');
    setKeyStatus(ctx, keyOf(ctx, user.name, input.AccessKeyId!), status);
    return {};
  },
});
