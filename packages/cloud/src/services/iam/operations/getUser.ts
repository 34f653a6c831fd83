import type { GetUserCommandInput, GetUserCommandOutput, User } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import type { Context } from '../../../kernel/service.js';
import { holderOf, holderResource } from '../domain/holders.js';
import { showUser } from '../domain/show.js';
import { validationError } from '../errors.js';

/** Without a name: the caller. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html */
export const getUser = operation<GetUserCommandInput, GetUserCommandOutput>({
  resource: (input, scope) => (input.UserName === undefined ? '*' : holderResource('user', input.UserName, scope)),
  run: (input, ctx) => ({ User: input.UserName === undefined ? caller(ctx) : showUser(holderOf(ctx, 'user', input.UserName)) }),
});

function caller(ctx: Context): User {
  const { principal } = ctx;
  if (principal.kind === 'user') return showUser(holderOf(ctx, 'user', principal.name!));
  if (principal.kind !== 'root') throw validationError('Must specify userName when calling with non-User credentials');
  // The lab's account has always been there.
  return { Path: '/', UserName: undefined, UserId: principal.account, Arn: principal.arn, CreateDate: new Date(0) };
}
