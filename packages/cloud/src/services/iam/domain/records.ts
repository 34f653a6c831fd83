import type { Tag } from '@aws-sdk/client-iam';
import { collection } from '../../../kernel/collection.js';

/** What users, groups and roles have in common: policies. */
export interface PolicyHolder {
  readonly name: string;
  readonly path: string;
  /** `AIDA…`, `AGPA…`, `AROA…`. */
  readonly id: string;
  readonly arn: string;
  readonly createdAtMs: number;
  /** Inline policies (JSON) by name. */
  readonly inline: Readonly<Record<string, string>>;
  /** ARNs of managed policies, in order of attachment. */
  readonly attached: readonly string[];
}

export interface RoleRecord extends PolicyHolder {
  readonly trustPolicy: string;
  readonly description: string | undefined;
  readonly maxSessionSeconds: number;
  readonly boundary: string | undefined;
  readonly tags: readonly Tag[];
}

export interface UserRecord extends PolicyHolder {
  readonly boundary: string | undefined;
  readonly tags: readonly Tag[];
  /** Names. */
  readonly groups: readonly string[];
}

export type GroupRecord = PolicyHolder;

export interface PolicyRecord {
  readonly name: string;
  readonly path: string;
  /** `ANPA…` */
  readonly id: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly tags: readonly Tag[];
  /** Oldest first. */
  readonly versions: readonly PolicyVersionRecord[];
  readonly defaultVersion: string;
  /** Number of the next version; numbers are never used again. */
  readonly nextVersion: number;
}

export interface PolicyVersionRecord {
  /** `v1`. */
  readonly versionId: string;
  readonly document: string;
  readonly createdAtMs: number;
}

/** Who uses a managed policy, for counting and listing. */
export interface AttachmentRecord {
  readonly kind: HolderKind;
  readonly name: string;
  readonly id: string;
  readonly path: string;
  readonly usage: 'PermissionsPolicy' | 'PermissionsBoundary';
}

export type HolderKind = 'role' | 'user' | 'group';

export interface InstanceProfileRecord {
  readonly name: string;
  readonly path: string;
  /** `AIPA…` */
  readonly id: string;
  readonly arn: string;
  readonly createdAtMs: number;
  readonly role: string | undefined;
  readonly tags: readonly Tag[];
}

export interface AccessKeyRecord {
  readonly accessKeyId: string;
  readonly userName: string;
  readonly createdAtMs: number;
  readonly status: 'Active' | 'Inactive';
}

/** By name in lower case: IAM's names differ in more than case. */
export const roles = collection<RoleRecord>('iam.roles', 'account');
export const users = collection<UserRecord>('iam.users', 'account');
export const groups = collection<GroupRecord>('iam.groups', 'account');
export const policies = collection<PolicyRecord>('iam.policies', 'account');
export const instanceProfiles = collection<InstanceProfileRecord>('iam.instanceProfiles', 'account');
/** By policy ARN, usage, kind, name in lower case. */
export const attachments = collection<AttachmentRecord>('iam.attachments', 'account');
/** By user's name in lower case, access key id. */
export const accessKeys = collection<AccessKeyRecord>('iam.accessKeys', 'account');
/** Its alias, under the key `alias`. */
export const accountAliases = collection<string>('iam.accountAliases', 'account');
