import type { PolicyVersion } from '@aws-sdk/client-iam';
import { noSuchPolicyVersion } from '../errors.js';
import type { PolicyRecord, PolicyVersionRecord } from './records.js';

/** Throws NoSuchEntity. */
export function versionOf(policy: PolicyRecord, versionId: string): PolicyVersionRecord {
  const version = policy.versions.find((candidate) => candidate.versionId === versionId);
  if (!version) throw noSuchPolicyVersion(policy.arn, versionId);
  return version;
}

export const showVersion = (policy: PolicyRecord, version: PolicyVersionRecord): PolicyVersion => ({
  VersionId: version.versionId,
  IsDefaultVersion: version.versionId === policy.defaultVersion,
  CreateDate: new Date(version.createdAtMs),
});
