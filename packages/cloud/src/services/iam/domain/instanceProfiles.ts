import { arn } from '../../../kernel/identity.js';
import type { Scope } from '../../../kernel/identity.js';
import type { Context } from '../../../kernel/service.js';
import { noSuchInstanceProfile } from '../errors.js';
import { instanceProfiles } from './records.js';
import type { InstanceProfileRecord } from './records.js';

export const profileArn = (scope: Scope, path: string, name: string | undefined): string =>
  arn('iam', { account: scope.account }, `instance-profile${path}${name ?? ''}`);

/** Throws NoSuchEntity. */
export function profileOf(ctx: Context, name: string): InstanceProfileRecord {
  const profile = ctx.table(instanceProfiles).get(name.toLowerCase());
  if (!profile) throw noSuchInstanceProfile(name);
  return profile;
}

export const putProfile = (ctx: Context, profile: InstanceProfileRecord): void =>
  ctx.table(instanceProfiles).put(profile.name.toLowerCase(), profile);

export const allProfiles = (ctx: Context): InstanceProfileRecord[] => [...ctx.table(instanceProfiles).range()].map(([, profile]) => profile);

export const profilesWithRole = (ctx: Context, role: string): InstanceProfileRecord[] =>
  allProfiles(ctx).filter((profile) => profile.role === role);
