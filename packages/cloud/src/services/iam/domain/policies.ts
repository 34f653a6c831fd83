import type { AttachedPermissionsBoundary, Policy } from '@aws-sdk/client-iam';
import { key, prefix } from '../../../kernel/collection.js';
import { parseArn } from '../../../kernel/identity.js';
import type { Context } from '../../../kernel/service.js';
import { accessDenied, invalidInput, noSuchPolicy, notAttachable } from '../errors.js';
import { awsManagedPolicies } from './awsManagedPolicies.js';
import { attachments, policies } from './records.js';
import type { AttachmentRecord, HolderKind, PolicyHolder, PolicyRecord } from './records.js';

/** The account's own or AWS's policy with that ARN. */
export function findPolicy(ctx: Context, arn: string): PolicyRecord | undefined {
  if (arn.startsWith('arn:aws:iam::aws:policy/')) return awsManagedPolicies().get(arn);
  const parts = parseArn(arn);
  if (parts?.account !== ctx.scope.account || !parts.resource.startsWith('policy/')) return undefined;
  const policy = ctx.table(policies).get(parts.resource.slice(parts.resource.lastIndexOf('/') + 1).toLowerCase());
  return policy?.arn === arn ? policy : undefined;
}

/** Throws InvalidInput (no ARN of a policy) or NoSuchEntity. */
export function policyOf(ctx: Context, arn: string): PolicyRecord {
  checkArn(arn);
  const policy = findPolicy(ctx, arn);
  if (!policy) throw noSuchPolicy(arn);
  return policy;
}

/** A policy that may be changed: the account's own. */
export function ownPolicyOf(ctx: Context, arn: string): PolicyRecord {
  const policy = policyOf(ctx, arn);
  if (arn.startsWith('arn:aws:iam::aws:')) throw accessDenied('Policy is outside your own account.');
  return policy;
}

export function attachablePolicy(ctx: Context, arn: string): PolicyRecord {
  checkArn(arn);
  const policy = findPolicy(ctx, arn);
  if (!policy) throw notAttachable(arn);
  return policy;
}

function checkArn(arn: string): void {
  const parts = parseArn(arn);
  if (parts?.service !== 'iam' || !parts.resource.startsWith('policy/')) throw invalidInput(`ARN ${arn} is not valid.`);
}

export const putPolicy = (ctx: Context, policy: PolicyRecord): void => ctx.table(policies).put(policy.name.toLowerCase(), policy);

/** The document that counts. */
export const defaultDocument = (policy: PolicyRecord): string =>
  policy.versions.find(({ versionId }) => versionId === policy.defaultVersion)!.document;

const attachmentKey = (arn: string, { usage, kind, name }: Pick<AttachmentRecord, 'usage' | 'kind' | 'name'>): string =>
  key(arn, usage, kind, name.toLowerCase());

export function noteAttachment(ctx: Context, arn: string, kind: HolderKind, holder: PolicyHolder, usage: AttachmentRecord['usage']): void {
  const record = { kind, name: holder.name, id: holder.id, path: holder.path, usage };
  ctx.table(attachments).put(attachmentKey(arn, record), record);
}

export function forgetAttachment(ctx: Context, arn: string, kind: HolderKind, name: string, usage: AttachmentRecord['usage']): void {
  ctx.table(attachments).delete(attachmentKey(arn, { kind, name, usage }));
}

/** Who uses a policy: as permissions first, then as boundary. */
export function* attachmentsOf(ctx: Context, arn: string, usage?: AttachmentRecord['usage']): IterableIterator<AttachmentRecord> {
  const start = usage === undefined ? prefix(arn) : prefix(arn, usage);
  for (const [, record] of ctx.table(attachments).range({ prefix: start })) yield record;
}

const count = (items: Iterable<unknown>): number => {
  let total = 0;
  for (const _ of items) total++;
  return total;
};

/** A policy as GetPolicy shows it; lists leave description and tags out. */
export const showPolicy = (ctx: Context, policy: PolicyRecord): Policy => ({
  PolicyName: policy.name,
  PolicyId: policy.id,
  Arn: policy.arn,
  Path: policy.path,
  DefaultVersionId: policy.defaultVersion,
  AttachmentCount: count(attachmentsOf(ctx, policy.arn, 'PermissionsPolicy')),
  PermissionsBoundaryUsageCount: count(attachmentsOf(ctx, policy.arn, 'PermissionsBoundary')),
  IsAttachable: true,
  CreateDate: new Date(policy.createdAtMs),
  UpdateDate: new Date(policy.updatedAtMs),
});

export const showBoundary = (arn: string | undefined): AttachedPermissionsBoundary | undefined =>
  arn === undefined ? undefined : { PermissionsBoundaryType: 'Policy' as AttachedPermissionsBoundary['PermissionsBoundaryType'], PermissionsBoundaryArn: arn };
