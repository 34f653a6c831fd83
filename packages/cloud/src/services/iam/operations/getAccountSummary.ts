import type { GetAccountSummaryCommandInput, GetAccountSummaryCommandOutput, SummaryKeyType } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import type { Context } from '../../../kernel/service.js';
import type { Collection } from '../../../kernel/collection.js';
import { groups, instanceProfiles, policies, roles, users } from '../domain/records.js';
import { limits } from '../limits.js';

const count = (ctx: Context, collection: Collection<unknown>): number => {
  let total = 0;
  for (const _ of ctx.table(collection).range()) total++;
  return total;
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html */
export const getAccountSummary = operation<GetAccountSummaryCommandInput, GetAccountSummaryCommandOutput>({
  resource: () => '*',
  run(_input, ctx) {
    const summary: Partial<Record<SummaryKeyType | string, number>> = {
      Users: count(ctx, users),
      UsersQuota: limits.users,
      Groups: count(ctx, groups),
      GroupsQuota: limits.groups,
      Roles: count(ctx, roles),
      RolesQuota: limits.roles,
      Policies: count(ctx, policies),
      PoliciesQuota: limits.policies,
      InstanceProfiles: count(ctx, instanceProfiles),
      InstanceProfilesQuota: limits.instanceProfiles,
      PolicySizeQuota: limits.managedPolicySize,
      VersionsPerPolicyQuota: limits.policyVersions,
      AttachedPoliciesPerRoleQuota: limits.attachedPolicies,
      AttachedPoliciesPerUserQuota: limits.attachedPolicies,
      AttachedPoliciesPerGroupQuota: limits.attachedPolicies,
      AccessKeysPerUserQuota: limits.accessKeysPerUser,
      GroupsPerUserQuota: limits.groupsPerUser,
      UserPolicySizeQuota: limits.inlinePolicySize.user,
      GroupPolicySizeQuota: limits.inlinePolicySize.group,
      RolePolicySizeQuota: limits.inlinePolicySize.role,
      AssumeRolePolicySizeQuota: limits.trustPolicySize,
      AccountAccessKeysPresent: 0,
      AccountMFAEnabled: 0,
      MFADevices: 0,
      MFADevicesInUse: 0,
      ServerCertificates: 0,
      Providers: 0,
    };
    return { SummaryMap: summary as Record<SummaryKeyType, number> };
  },
});
