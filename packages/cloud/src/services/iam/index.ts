import { defineService } from '../../kernel/service.js';
import { resourceTypes } from './cloudformation.js';
import { identityPolicies, permissionsBoundary, trustPolicyOf } from './domain/identity.js';
import { addRoleToInstanceProfile } from './operations/addRoleToInstanceProfile.js';
import { addUserToGroup } from './operations/addUserToGroup.js';
import { attachGroupPolicy } from './operations/attachGroupPolicy.js';
import { attachRolePolicy } from './operations/attachRolePolicy.js';
import { attachUserPolicy } from './operations/attachUserPolicy.js';
import { createAccessKey } from './operations/createAccessKey.js';
import { createAccountAlias } from './operations/createAccountAlias.js';
import { createGroup } from './operations/createGroup.js';
import { createInstanceProfile } from './operations/createInstanceProfile.js';
import { createPolicy } from './operations/createPolicy.js';
import { createPolicyVersion } from './operations/createPolicyVersion.js';
import { createRole } from './operations/createRole.js';
import { createUser } from './operations/createUser.js';
import { deleteAccessKey } from './operations/deleteAccessKey.js';
import { deleteAccountAlias } from './operations/deleteAccountAlias.js';
import { deleteGroup } from './operations/deleteGroup.js';
import { deleteGroupPolicy } from './operations/deleteGroupPolicy.js';
import { deleteInstanceProfile } from './operations/deleteInstanceProfile.js';
import { deleteLoginProfile } from './operations/deleteLoginProfile.js';
import { deletePolicy } from './operations/deletePolicy.js';
import { deletePolicyVersion } from './operations/deletePolicyVersion.js';
import { deleteRole } from './operations/deleteRole.js';
import { deleteRolePermissionsBoundary } from './operations/deleteRolePermissionsBoundary.js';
import { deleteRolePolicy } from './operations/deleteRolePolicy.js';
import { deleteUser } from './operations/deleteUser.js';
import { deleteUserPermissionsBoundary } from './operations/deleteUserPermissionsBoundary.js';
import { deleteUserPolicy } from './operations/deleteUserPolicy.js';
import { detachGroupPolicy } from './operations/detachGroupPolicy.js';
import { detachRolePolicy } from './operations/detachRolePolicy.js';
import { detachUserPolicy } from './operations/detachUserPolicy.js';
import { getAccountSummary } from './operations/getAccountSummary.js';
import { getContextKeysForCustomPolicy } from './operations/getContextKeysForCustomPolicy.js';
import { getContextKeysForPrincipalPolicy } from './operations/getContextKeysForPrincipalPolicy.js';
import { getGroup } from './operations/getGroup.js';
import { getGroupPolicy } from './operations/getGroupPolicy.js';
import { getInstanceProfile } from './operations/getInstanceProfile.js';
import { getLoginProfile } from './operations/getLoginProfile.js';
import { getPolicy } from './operations/getPolicy.js';
import { getPolicyVersion } from './operations/getPolicyVersion.js';
import { getRole } from './operations/getRole.js';
import { getRolePolicy } from './operations/getRolePolicy.js';
import { getUser } from './operations/getUser.js';
import { getUserPolicy } from './operations/getUserPolicy.js';
import { listAccessKeys } from './operations/listAccessKeys.js';
import { listAccountAliases } from './operations/listAccountAliases.js';
import { listAttachedGroupPolicies } from './operations/listAttachedGroupPolicies.js';
import { listAttachedRolePolicies } from './operations/listAttachedRolePolicies.js';
import { listAttachedUserPolicies } from './operations/listAttachedUserPolicies.js';
import { listEntitiesForPolicy } from './operations/listEntitiesForPolicy.js';
import { listGroupPolicies } from './operations/listGroupPolicies.js';
import { listGroups } from './operations/listGroups.js';
import { listGroupsForUser } from './operations/listGroupsForUser.js';
import { listInstanceProfileTags } from './operations/listInstanceProfileTags.js';
import { listInstanceProfiles } from './operations/listInstanceProfiles.js';
import { listInstanceProfilesForRole } from './operations/listInstanceProfilesForRole.js';
import { listMFADevices } from './operations/listMFADevices.js';
import { listOpenIDConnectProviders } from './operations/listOpenIDConnectProviders.js';
import { listPolicies } from './operations/listPolicies.js';
import { listPolicyTags } from './operations/listPolicyTags.js';
import { listPolicyVersions } from './operations/listPolicyVersions.js';
import { listRolePolicies } from './operations/listRolePolicies.js';
import { listRoleTags } from './operations/listRoleTags.js';
import { listRoles } from './operations/listRoles.js';
import { listSAMLProviders } from './operations/listSAMLProviders.js';
import { listSSHPublicKeys } from './operations/listSSHPublicKeys.js';
import { listServerCertificates } from './operations/listServerCertificates.js';
import { listServiceSpecificCredentials } from './operations/listServiceSpecificCredentials.js';
import { listSigningCertificates } from './operations/listSigningCertificates.js';
import { listUserPolicies } from './operations/listUserPolicies.js';
import { listUserTags } from './operations/listUserTags.js';
import { listUsers } from './operations/listUsers.js';
import { listVirtualMFADevices } from './operations/listVirtualMFADevices.js';
import { putGroupPolicy } from './operations/putGroupPolicy.js';
import { putRolePermissionsBoundary } from './operations/putRolePermissionsBoundary.js';
import { putRolePolicy } from './operations/putRolePolicy.js';
import { putUserPermissionsBoundary } from './operations/putUserPermissionsBoundary.js';
import { putUserPolicy } from './operations/putUserPolicy.js';
import { removeRoleFromInstanceProfile } from './operations/removeRoleFromInstanceProfile.js';
import { removeUserFromGroup } from './operations/removeUserFromGroup.js';
import { setDefaultPolicyVersion } from './operations/setDefaultPolicyVersion.js';
import { simulateCustomPolicy } from './operations/simulateCustomPolicy.js';
import { simulatePrincipalPolicy } from './operations/simulatePrincipalPolicy.js';
import { tagInstanceProfile } from './operations/tagInstanceProfile.js';
import { tagPolicy } from './operations/tagPolicy.js';
import { tagRole } from './operations/tagRole.js';
import { tagUser } from './operations/tagUser.js';
import { untagInstanceProfile } from './operations/untagInstanceProfile.js';
import { untagPolicy } from './operations/untagPolicy.js';
import { untagRole } from './operations/untagRole.js';
import { untagUser } from './operations/untagUser.js';
import { updateAccessKey } from './operations/updateAccessKey.js';
import { updateAssumeRolePolicy } from './operations/updateAssumeRolePolicy.js';
import { updateGroup } from './operations/updateGroup.js';
import { updateRole } from './operations/updateRole.js';
import { updateRoleDescription } from './operations/updateRoleDescription.js';
import { updateUser } from './operations/updateUser.js';

export const iam = defineService({
  name: 'iam',
  operations: {
    AddRoleToInstanceProfile: addRoleToInstanceProfile,
    AddUserToGroup: addUserToGroup,
    AttachGroupPolicy: attachGroupPolicy,
    AttachRolePolicy: attachRolePolicy,
    AttachUserPolicy: attachUserPolicy,
    CreateAccessKey: createAccessKey,
    CreateAccountAlias: createAccountAlias,
    CreateGroup: createGroup,
    CreateInstanceProfile: createInstanceProfile,
    CreatePolicy: createPolicy,
    CreatePolicyVersion: createPolicyVersion,
    CreateRole: createRole,
    CreateUser: createUser,
    DeleteAccessKey: deleteAccessKey,
    DeleteAccountAlias: deleteAccountAlias,
    DeleteGroup: deleteGroup,
    DeleteGroupPolicy: deleteGroupPolicy,
    DeleteInstanceProfile: deleteInstanceProfile,
    DeleteLoginProfile: deleteLoginProfile,
    DeletePolicy: deletePolicy,
    DeletePolicyVersion: deletePolicyVersion,
    DeleteRole: deleteRole,
    DeleteRolePermissionsBoundary: deleteRolePermissionsBoundary,
    DeleteRolePolicy: deleteRolePolicy,
    DeleteUser: deleteUser,
    DeleteUserPermissionsBoundary: deleteUserPermissionsBoundary,
    DeleteUserPolicy: deleteUserPolicy,
    DetachGroupPolicy: detachGroupPolicy,
    DetachRolePolicy: detachRolePolicy,
    DetachUserPolicy: detachUserPolicy,
    GetAccountSummary: getAccountSummary,
    GetContextKeysForCustomPolicy: getContextKeysForCustomPolicy,
    GetContextKeysForPrincipalPolicy: getContextKeysForPrincipalPolicy,
    GetGroup: getGroup,
    GetGroupPolicy: getGroupPolicy,
    GetInstanceProfile: getInstanceProfile,
    GetLoginProfile: getLoginProfile,
    GetPolicy: getPolicy,
    GetPolicyVersion: getPolicyVersion,
    GetRole: getRole,
    GetRolePolicy: getRolePolicy,
    GetUser: getUser,
    GetUserPolicy: getUserPolicy,
    ListAccessKeys: listAccessKeys,
    ListAccountAliases: listAccountAliases,
    ListAttachedGroupPolicies: listAttachedGroupPolicies,
    ListAttachedRolePolicies: listAttachedRolePolicies,
    ListAttachedUserPolicies: listAttachedUserPolicies,
    ListEntitiesForPolicy: listEntitiesForPolicy,
    ListGroupPolicies: listGroupPolicies,
    ListGroups: listGroups,
    ListGroupsForUser: listGroupsForUser,
    ListInstanceProfileTags: listInstanceProfileTags,
    ListInstanceProfiles: listInstanceProfiles,
    ListInstanceProfilesForRole: listInstanceProfilesForRole,
    ListMFADevices: listMFADevices,
    ListOpenIDConnectProviders: listOpenIDConnectProviders,
    ListPolicies: listPolicies,
    ListPolicyTags: listPolicyTags,
    ListPolicyVersions: listPolicyVersions,
    ListRolePolicies: listRolePolicies,
    ListRoleTags: listRoleTags,
    ListRoles: listRoles,
    ListSAMLProviders: listSAMLProviders,
    ListSSHPublicKeys: listSSHPublicKeys,
    ListServerCertificates: listServerCertificates,
    ListServiceSpecificCredentials: listServiceSpecificCredentials,
    ListSigningCertificates: listSigningCertificates,
    ListUserPolicies: listUserPolicies,
    ListUserTags: listUserTags,
    ListUsers: listUsers,
    ListVirtualMFADevices: listVirtualMFADevices,
    PutGroupPolicy: putGroupPolicy,
    PutRolePermissionsBoundary: putRolePermissionsBoundary,
    PutRolePolicy: putRolePolicy,
    PutUserPermissionsBoundary: putUserPermissionsBoundary,
    PutUserPolicy: putUserPolicy,
    RemoveRoleFromInstanceProfile: removeRoleFromInstanceProfile,
    RemoveUserFromGroup: removeUserFromGroup,
    SetDefaultPolicyVersion: setDefaultPolicyVersion,
    SimulateCustomPolicy: simulateCustomPolicy,
    SimulatePrincipalPolicy: simulatePrincipalPolicy,
    TagInstanceProfile: tagInstanceProfile,
    TagPolicy: tagPolicy,
    TagRole: tagRole,
    TagUser: tagUser,
    UntagInstanceProfile: untagInstanceProfile,
    UntagPolicy: untagPolicy,
    UntagRole: untagRole,
    UntagUser: untagUser,
    UpdateAccessKey: updateAccessKey,
    UpdateAssumeRolePolicy: updateAssumeRolePolicy,
    UpdateGroup: updateGroup,
    UpdateRole: updateRole,
    UpdateRoleDescription: updateRoleDescription,
    UpdateUser: updateUser,
  },
  resourceTypes,
  modelConstraints: true,
  constraintErrorCode: 'ValidationError',
  identityPolicies,
  permissionsBoundary,
  resourcePolicy: trustPolicyOf,
});
