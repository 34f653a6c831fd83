/**
 * Quotas of IAM and STS. Checked 2026-11-21.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const limits = {
  roles: 1000,
  users: 5000,
  groups: 300,
  policies: 1500,
  instanceProfiles: 1000,
  /** Managed policies attached to one role, user or group. */
  attachedPolicies: 10,
  /** Versions of a managed policy. */
  policyVersions: 5,
  accessKeysPerUser: 2,
  groupsPerUser: 10,
  tags: 50,
  /** Characters of policies, white space not counted. */
  managedPolicySize: 6144,
  /** All inline policies together. */
  inlinePolicySize: { role: 10_240, user: 2048, group: 5120 },
  trustPolicySize: 2048,
  /** Seconds of a session of role, by default and at most. */
  defaultSessionSeconds: 3600,
  maxSessionSeconds: 43_200,
  /** Entries of a page where the request names no number. */
  pageSize: 100,
} as const;
