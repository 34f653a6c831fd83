import type { ListSSHPublicKeysCommandInput, ListSSHPublicKeysCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { holderOf, holderResource } from '../domain/holders.js';

/** Users have no SSH keys: nothing here makes them. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSSHPublicKeys.html */
export const listSSHPublicKeys = operation<ListSSHPublicKeysCommandInput, ListSSHPublicKeysCommandOutput>({
  resource: (input, scope) => (input.UserName === undefined ? '*' : holderResource('user', input.UserName, scope)),
  run(input, ctx) {
    if (input.UserName !== undefined) holderOf(ctx, 'user', input.UserName);
    return { SSHPublicKeys: [], IsTruncated: false };
  },
});
