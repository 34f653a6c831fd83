import { parseArn } from '../../../kernel/identity.js';
import type { Principal } from '../../../kernel/identity.js';
import type { Context } from '../../../kernel/service.js';
import { findHolder } from './holders.js';
import { defaultDocument, findPolicy } from './policies.js';
import type { HolderKind, PolicyHolder } from './records.js';

/** A policy that applies to a user or role, and where it comes from. */
export interface AppliedPolicy {
  readonly id: string;
  readonly type: 'role' | 'user' | 'group' | 'aws-managed' | 'user-managed';
  readonly document: string;
}

/** Everything that gives a user or role permissions: inline and attached, a user's groups' too. */
export function appliedPolicies(ctx: Context, kind: 'role' | 'user', name: string): AppliedPolicy[] {
  const holder = findHolder(ctx, kind, name);
  if (!holder) return [];
  const own = policiesOfHolder(ctx, kind, holder);
  if (!('groups' in holder)) return own;
  return own.concat(
    holder.groups.flatMap((groupName) => {
      const group = findHolder(ctx, 'group', groupName);
      return group ? policiesOfHolder(ctx, 'group', group) : [];
    }),
  );
}

export function policiesOfHolder(ctx: Context, kind: HolderKind, holder: PolicyHolder): AppliedPolicy[] {
  const out: AppliedPolicy[] = Object.entries(holder.inline).map(([name, document]) => ({ id: `${kind}_${holder.name}_${name}`, type: kind, document }));
  for (const arn of holder.attached) {
    const policy = findPolicy(ctx, arn);
    if (policy) out.push({ id: policy.name, type: arn.startsWith('arn:aws:iam::aws:') ? 'aws-managed' : 'user-managed', document: defaultDocument(policy) });
  }
  return out;
}

/** The documents that the dispatcher judges a caller by. */
export function identityPolicies(principal: Principal, ctx: Context): readonly string[] {
  if ((principal.kind !== 'role' && principal.kind !== 'user') || principal.name === undefined) return [];
  return appliedPolicies(ctx, principal.kind, principal.name).map(({ document }) => document);
}

/** The boundary that narrows them. */
export function permissionsBoundary(principal: Principal, ctx: Context): string | undefined {
  if ((principal.kind !== 'role' && principal.kind !== 'user') || principal.name === undefined) return undefined;
  const arn = findHolder(ctx, principal.kind, principal.name)?.boundary;
  const policy = arn === undefined ? undefined : findPolicy(ctx, arn);
  return policy && defaultDocument(policy);
}

/** Who may assume a role: the policy of the role as a resource. */
export function trustPolicyOf(arn: string, ctx: Context): string | undefined {
  const resource = parseArn(arn)?.resource;
  if (!resource?.startsWith('role/')) return undefined;
  const role = findHolder(ctx, 'role', resource.slice(resource.lastIndexOf('/') + 1));
  return role?.arn === arn ? role.trustPolicy : undefined;
}
