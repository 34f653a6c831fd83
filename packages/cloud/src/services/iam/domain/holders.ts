import type { Context } from '../../../kernel/service.js';
import { arn } from '../../../kernel/identity.js';
import type { Scope } from '../../../kernel/identity.js';
import { holderExists, noSuchHolder, noSuchInlinePolicy, noSuchPolicy, quotaExceeded } from '../errors.js';
import { limits } from '../limits.js';
import { checkInlineDocument } from './documents.js';
import { attachablePolicy, findPolicy, forgetAttachment, noteAttachment } from './policies.js';
import { groups, roles, users } from './records.js';
import type { GroupRecord, HolderKind, PolicyHolder, RoleRecord, UserRecord } from './records.js';

interface HolderOf {
  role: RoleRecord;
  user: UserRecord;
  group: GroupRecord;
}

const collections = { role: roles, user: users, group: groups } as const;
const capitals = { role: 'Role', user: 'User', group: 'Group' } as const;

const tableOf = <K extends HolderKind>(ctx: Context, kind: K) => ctx.table<HolderOf[K]>(collections[kind] as never);

export const holderArn = (kind: HolderKind, scope: Scope, path: string, name: string): string =>
  arn('iam', { account: scope.account }, `${kind}${path}${name}`);

/** What is known of an ARN without reading the store: names are unique, so the path does not matter to IAM's own checks. */
export const holderResource = (kind: HolderKind, name: string | undefined, scope: Scope): string =>
  holderArn(kind, scope, '/', name ?? '');

export const findHolder = <K extends HolderKind>(ctx: Context, kind: K, name: string): HolderOf[K] | undefined =>
  tableOf(ctx, kind).get(name.toLowerCase());

/** Throws NoSuchEntity. */
export function holderOf<K extends HolderKind>(ctx: Context, kind: K, name: string): HolderOf[K] {
  const holder = findHolder(ctx, kind, name);
  if (!holder) throw noSuchHolder(kind, name);
  return holder;
}

/** Throws EntityAlreadyExists or LimitExceeded. */
export function checkNewHolder(ctx: Context, kind: HolderKind, name: string): void {
  const table = tableOf(ctx, kind);
  if (table.has(name.toLowerCase())) throw holderExists(kind, name);
  const max = limits[`${kind}s`];
  let count = 0;
  for (const _ of table.range()) count++;
  if (count >= max) throw quotaExceeded(`${capitals[kind]}sPerAccount`, max);
}

export const putHolder = <K extends HolderKind>(ctx: Context, kind: K, holder: HolderOf[K]): void =>
  tableOf(ctx, kind).put(holder.name.toLowerCase(), holder);

export const deleteHolder = (ctx: Context, kind: HolderKind, name: string): void => {
  tableOf(ctx, kind).delete(name.toLowerCase());
};

export function* allHolders<K extends HolderKind>(ctx: Context, kind: K): IterableIterator<HolderOf[K]> {
  for (const [, holder] of tableOf(ctx, kind).range()) yield holder;
}

export function putInline(ctx: Context, kind: HolderKind, holderName: string, name: string, document: string): void {
  const holder = holderOf(ctx, kind, holderName);
  checkInlineDocument(kind, holder, name, document);
  putHolder(ctx, kind, { ...holder, inline: { ...holder.inline, [name]: document } });
}

export function inlineOf(ctx: Context, kind: HolderKind, holderName: string, name: string): { holder: PolicyHolder; document: string } {
  const holder = holderOf(ctx, kind, holderName);
  const document = Object.hasOwn(holder.inline, name) ? holder.inline[name] : undefined;
  if (document === undefined) throw noSuchInlinePolicy(kind, name);
  return { holder, document };
}

export function deleteInline(ctx: Context, kind: HolderKind, holderName: string, name: string): void {
  const { holder } = inlineOf(ctx, kind, holderName, name);
  const inline = Object.fromEntries(Object.entries(holder.inline).filter(([other]) => other !== name));
  putHolder(ctx, kind, { ...(holder as HolderOf[typeof kind]), inline });
}

/** Attaching what is attached already changes nothing. */
export function attachPolicy(ctx: Context, kind: HolderKind, holderName: string, policyArn: string): void {
  const holder = holderOf(ctx, kind, holderName);
  attachablePolicy(ctx, policyArn);
  if (holder.attached.includes(policyArn)) return;
  if (holder.attached.length >= limits.attachedPolicies) throw quotaExceeded(`PoliciesPer${capitals[kind]}`, limits.attachedPolicies);
  putHolder(ctx, kind, { ...holder, attached: [...holder.attached, policyArn] });
  noteAttachment(ctx, policyArn, kind, holder, 'PermissionsPolicy');
}

export function detachPolicy(ctx: Context, kind: HolderKind, holderName: string, policyArn: string): void {
  const holder = holderOf(ctx, kind, holderName);
  if (!holder.attached.includes(policyArn)) throw noSuchPolicy(policyArn);
  putHolder(ctx, kind, { ...holder, attached: holder.attached.filter((arn) => arn !== policyArn) });
  forgetAttachment(ctx, policyArn, kind, holder.name, 'PermissionsPolicy');
}

/** Attached policies under a path, by name. */
export function attachedPolicies(ctx: Context, kind: HolderKind, holderName: string, pathPrefix: string | undefined) {
  const found = holderOf(ctx, kind, holderName).attached.flatMap((policyArn) => {
    const policy = findPolicy(ctx, policyArn);
    return policy?.path.startsWith(pathPrefix ?? '/') ? [{ PolicyName: policy.name, PolicyArn: policyArn }] : [];
  });
  return found.sort((a, b) => (a.PolicyName < b.PolicyName ? -1 : 1));
}

/** Sets or removes (undefined) the boundary of a user or role. */
export function setBoundary(ctx: Context, kind: 'role' | 'user', holderName: string, boundary: string | undefined): void {
  const holder = holderOf(ctx, kind, holderName);
  if (boundary !== undefined) attachablePolicy(ctx, boundary);
  if (holder.boundary !== undefined) forgetAttachment(ctx, holder.boundary, kind, holder.name, 'PermissionsBoundary');
  if (boundary !== undefined) noteAttachment(ctx, boundary, kind, holder, 'PermissionsBoundary');
  putHolder(ctx, kind, { ...(holder as RoleRecord & UserRecord), boundary });
}
