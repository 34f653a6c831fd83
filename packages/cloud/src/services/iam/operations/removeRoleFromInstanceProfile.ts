import type { RemoveRoleFromInstanceProfileCommandInput, RemoveRoleFromInstanceProfileCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { profileArn, profileOf, putProfile } from '../domain/instanceProfiles.js';
import { noSuchHolder } from '../errors.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveRoleFromInstanceProfile.html */
export const removeRoleFromInstanceProfile = operation<RemoveRoleFromInstanceProfileCommandInput, RemoveRoleFromInstanceProfileCommandOutput>({
  resource: (input, scope) => profileArn(scope, '/', input.InstanceProfileName),
  run(input, ctx) {
    const profile = profileOf(ctx, input.InstanceProfileName!);
    if (profile.role?.toLowerCase() !== input.RoleName!.toLowerCase()) throw noSuchHolder('role', input.RoleName!);
    putProfile(ctx, { ...profile, role: undefined });
    return {};
  },
});
