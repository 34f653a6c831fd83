import type { UntagRoleCommandInput, UntagRoleCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { holderOf, holderResource, putHolder } from '../domain/holders.js';
import { removeTags } from '../domain/tags.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagRole.html */
export const untagRole = operation<UntagRoleCommandInput, UntagRoleCommandOutput>({
  resource: (input, scope) => holderResource('role', input.RoleName, scope),
  run(input, ctx) {
    const role = holderOf(ctx, 'role', input.RoleName!);
    putHolder(ctx, 'role', { ...role, tags: removeTags(role.tags, input.TagKeys!) });
    return {};
  },
});
