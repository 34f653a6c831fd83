import type { Group, InstanceProfile, Role, User } from '@aws-sdk/client-iam';
import type { Context } from '../../../kernel/service.js';
import { encodeDocument } from './documents.js';
import { findHolder } from './holders.js';
import { showBoundary } from './policies.js';
import type { GroupRecord, InstanceProfileRecord, RoleRecord, UserRecord } from './records.js';

/** Lists leave boundary and tags out. */
export const showRole = (role: RoleRecord, detail: 'full' | 'listed' = 'full'): Role => ({
  Path: role.path,
  RoleName: role.name,
  RoleId: role.id,
  Arn: role.arn,
  CreateDate: new Date(role.createdAtMs),
  AssumeRolePolicyDocument: encodeDocument(role.trustPolicy),
  Description: role.description,
  MaxSessionDuration: role.maxSessionSeconds,
  ...(detail === 'full'
    ? { PermissionsBoundary: showBoundary(role.boundary), Tags: role.tags.length === 0 ? undefined : [...role.tags], RoleLastUsed: {} }
    : {}),
});

export const showUser = (user: UserRecord, detail: 'full' | 'listed' = 'full'): User => ({
  Path: user.path,
  UserName: user.name,
  UserId: user.id,
  Arn: user.arn,
  CreateDate: new Date(user.createdAtMs),
  ...(detail === 'full'
    ? { PermissionsBoundary: showBoundary(user.boundary), Tags: user.tags.length === 0 ? undefined : [...user.tags] }
    : {}),
});

export const showGroup = (group: GroupRecord): Group => ({
  Path: group.path,
  GroupName: group.name,
  GroupId: group.id,
  Arn: group.arn,
  CreateDate: new Date(group.createdAtMs),
});

export function showInstanceProfile(ctx: Context, profile: InstanceProfileRecord): InstanceProfile {
  const role = profile.role === undefined ? undefined : findHolder(ctx, 'role', profile.role);
  return {
    Path: profile.path,
    InstanceProfileName: profile.name,
    InstanceProfileId: profile.id,
    Arn: profile.arn,
    CreateDate: new Date(profile.createdAtMs),
    Roles: role ? [showRole(role, 'listed')] : [],
    Tags: profile.tags.length === 0 ? undefined : [...profile.tags],
  };
}
