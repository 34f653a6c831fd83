import type { DeleteUserPermissionsBoundaryCommandInput, DeleteUserPermissionsBoundaryCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { holderOf, holderResource, setBoundary } from '../domain/holders.js';
import { noSuchEntity } from '../errors.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPermissionsBoundary.html */
export const deleteUserPermissionsBoundary = operation<DeleteUserPermissionsBoundaryCommandInput, DeleteUserPermissionsBoundaryCommandOutput>({
  resource: (input, scope) => holderResource('user', input.UserName, scope),
  run(input, ctx) {
    if (holderOf(ctx, 'user', input.UserName!).boundary === undefined) {
      throw noSuchEntity(`Entity ${input.UserName} does not have a permissions boundary.`);
    }
    setBoundary(ctx, 'user', input.UserName!, undefined);
    return {};
  },
});
