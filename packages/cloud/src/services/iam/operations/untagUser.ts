import type { UntagUserCommandInput, UntagUserCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { holderOf, holderResource, putHolder } from '../domain/holders.js';
import { removeTags } from '../domain/tags.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagUser.html */
export const untagUser = operation<UntagUserCommandInput, UntagUserCommandOutput>({
  resource: (input, scope) => holderResource('user', input.UserName, scope),
  run(input, ctx) {
    const user = holderOf(ctx, 'user', input.UserName!);
    putHolder(ctx, 'user', { ...user, tags: removeTags(user.tags, input.TagKeys!) });
    return {};
  },
});
