import type { AddRoleToInstanceProfileCommandInput, AddRoleToInstanceProfileCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { holderOf } from '../domain/holders.js';
import { profileArn, profileOf, putProfile } from '../domain/instanceProfiles.js';
import { quotaExceeded } from '../errors.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddRoleToInstanceProfile.html */
export const addRoleToInstanceProfile = operation<AddRoleToInstanceProfileCommandInput, AddRoleToInstanceProfileCommandOutput>({
  resource: (input, scope) => profileArn(scope, '/', input.InstanceProfileName),
  run(input, ctx) {
    const profile = profileOf(ctx, input.InstanceProfileName!);
    const role = holderOf(ctx, 'role', input.RoleName!);
    if (profile.role !== undefined) throw quotaExceeded('InstanceSessionsPerInstanceProfile', 1);
    putProfile(ctx, { ...profile, role: role.name });
    return {};
  },
});
