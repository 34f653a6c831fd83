import type { ListInstanceProfilesForRoleCommandInput, ListInstanceProfilesForRoleCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { holderOf, holderResource } from '../domain/holders.js';
import { profilesWithRole } from '../domain/instanceProfiles.js';
import { pageOf } from '../domain/paging.js';
import { showInstanceProfile } from '../domain/show.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfilesForRole.html */
export const listInstanceProfilesForRole = operation<ListInstanceProfilesForRoleCommandInput, ListInstanceProfilesForRoleCommandOutput>({
  resource: (input, scope) => holderResource('role', input.RoleName, scope),
  run(input, ctx) {
    const role = holderOf(ctx, 'role', input.RoleName!);
    const page = pageOf(profilesWithRole(ctx, role.name), (profile) => profile.name.toLowerCase(), input);
    return { InstanceProfiles: page.items.map((profile) => showInstanceProfile(ctx, profile)), ...page.more };
  },
});
