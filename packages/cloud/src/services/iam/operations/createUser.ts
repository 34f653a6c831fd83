import type { CreateUserCommandInput, CreateUserCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { checkNewHolder, findHolder, holderArn, putHolder, setBoundary } from '../domain/holders.js';
import { uniqueId } from '../domain/identifiers.js';
import type { UserRecord } from '../domain/records.js';
import { showUser } from '../domain/show.js';
import { mergeTags } from '../domain/tags.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html */
export const createUser = operation<CreateUserCommandInput, CreateUserCommandOutput>({
  resource: (input, scope) => holderArn('user', scope, input.Path ?? '/', input.UserName!),
  run(input, ctx) {
    const name = input.UserName!;
    const path = input.Path ?? '/';
    checkNewHolder(ctx, 'user', name);
    const user: UserRecord = {
      name,
      path,
      id: uniqueId(ctx.ids, 'AIDA'),
      arn: holderArn('user', ctx.scope, path, name),
      createdAtMs: ctx.now,
      inline: {},
      attached: [],
      boundary: undefined,
      tags: mergeTags([], input.Tags),
      groups: [],
    };
    putHolder(ctx, 'user', user);
    if (input.PermissionsBoundary !== undefined) setBoundary(ctx, 'user', name, input.PermissionsBoundary);
    return { User: showUser(findHolder(ctx, 'user', name)!) };
  },
});
