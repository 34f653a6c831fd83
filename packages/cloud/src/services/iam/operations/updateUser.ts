import type { UpdateUserCommandInput, UpdateUserCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { moveAccessKeys } from '../domain/accessKeys.js';
import { rename } from '../domain/renaming.js';
import { holderResource } from '../domain/holders.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateUser.html */
export const updateUser = operation<UpdateUserCommandInput, UpdateUserCommandOutput>({
  resource: (input, scope) => holderResource('user', input.UserName, scope),
  run(input, ctx) {
    const { from, to } = rename(ctx, 'user', input.UserName!, input.NewUserName, input.NewPath);
    moveAccessKeys(ctx, from, to);
    return {};
  },
});
