import type { CreateAccessKeyCommandInput, CreateAccessKeyCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { createKey, keyOwner } from '../domain/accessKeys.js';
import { holderOf, holderResource } from '../domain/holders.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html */
export const createAccessKey = operation<CreateAccessKeyCommandInput, CreateAccessKeyCommandOutput>({
  resource: (input, scope) => (input.UserName === undefined ? '*' : holderResource('user', input.UserName, scope)),
  run(input, ctx) {
    const { record, secret } = createKey(ctx, holderOf(ctx, 'user', keyOwner(ctx, input.UserName)));
    return {
      AccessKey: {
        UserName: record.userName,
        AccessKeyId: record.accessKeyId,
        Status: record.status,
        SecretAccessKey: secret,
        CreateDate: new Date(record.createdAtMs),
      },
    };
  },
});
