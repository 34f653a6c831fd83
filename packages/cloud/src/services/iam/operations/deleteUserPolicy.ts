import type { DeleteUserPolicyCommandInput, DeleteUserPolicyCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { deleteInline, holderResource } from '../domain/holders.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPolicy.html */
export const deleteUserPolicy = operation<DeleteUserPolicyCommandInput, DeleteUserPolicyCommandOutput>({
  resource: (input, scope) => holderResource('user', input.UserName, scope),
  run(input, ctx) {
    deleteInline(ctx, 'user', input.UserName!, input.PolicyName!);
    return {};
  },
});
