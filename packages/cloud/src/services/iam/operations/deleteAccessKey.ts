import type { DeleteAccessKeyCommandInput, DeleteAccessKeyCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { deleteKey, keyOf, keyOwner } from '../domain/accessKeys.js';
import { holderOf, holderResource } from '../domain/holders.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccessKey.html */
export const deleteAccessKey = operation<DeleteAccessKeyCommandInput, DeleteAccessKeyCommandOutput>({
  resource: (input, scope) => (input.UserName === undefined ? '*' : holderResource('user', input.UserName, scope)),
  run(input, ctx) {
    const user = holderOf(ctx, 'user', keyOwner(ctx, input.UserName));
    deleteKey(ctx, keyOf(ctx, user.name, input.AccessKeyId!));
    return {};
  },
});
