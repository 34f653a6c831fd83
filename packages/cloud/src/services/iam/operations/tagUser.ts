import type { TagUserCommandInput, TagUserCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { holderOf, holderResource, putHolder } from '../domain/holders.js';
import { mergeTags } from '../domain/tags.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagUser.html */
export const tagUser = operation<TagUserCommandInput, TagUserCommandOutput>({
  resource: (input, scope) => holderResource('user', input.UserName, scope),
  run(input, ctx) {
    const user = holderOf(ctx, 'user', input.UserName!);
    putHolder(ctx, 'user', { ...user, tags: mergeTags(user.tags, input.Tags) });
    return {};
  },
});
