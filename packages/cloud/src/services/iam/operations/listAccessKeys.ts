import type { ListAccessKeysCommandInput, ListAccessKeysCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { accessKeysOf, keyOwner } from '../domain/accessKeys.js';
import { holderOf, holderResource } from '../domain/holders.js';
import { pageOf } from '../domain/paging.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html */
export const listAccessKeys = operation<ListAccessKeysCommandInput, ListAccessKeysCommandOutput>({
  resource: (input, scope) => (input.UserName === undefined ? '*' : holderResource('user', input.UserName, scope)),
  run(input, ctx) {
    // Root has no keys here that IAM keeps.
    if (input.UserName === undefined && ctx.principal.kind === 'root') return { AccessKeyMetadata: [], IsTruncated: false };
    const user = holderOf(ctx, 'user', keyOwner(ctx, input.UserName));
    const page = pageOf(accessKeysOf(ctx, user.name), (record) => record.accessKeyId, input);
    return {
      AccessKeyMetadata: page.items.map((record) => ({
        UserName: record.userName,
        AccessKeyId: record.accessKeyId,
        Status: record.status,
        CreateDate: new Date(record.createdAtMs),
      })),
      ...page.more,
    };
  },
});
