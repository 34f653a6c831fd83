import type { TagRoleCommandInput, TagRoleCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { holderOf, holderResource, putHolder } from '../domain/holders.js';
import { mergeTags } from '../domain/tags.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagRole.html */
export const tagRole = operation<TagRoleCommandInput, TagRoleCommandOutput>({
  resource: (input, scope) => holderResource('role', input.RoleName, scope),
  run(input, ctx) {
    const role = holderOf(ctx, 'role', input.RoleName!);
    putHolder(ctx, 'role', { ...role, tags: mergeTags(role.tags, input.Tags) });
    return {};
  },
});
