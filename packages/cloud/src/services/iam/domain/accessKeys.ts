import { accessKeyId, secretAccessKey } from '../../../kernel/accessKeyIds.js';
import { key, prefix } from '../../../kernel/collection.js';
import { credentials } from '../../../kernel/credentials.js';
import type { Principal } from '../../../kernel/identity.js';
import type { Context } from '../../../kernel/service.js';
import { noSuchAccessKey, quotaExceeded, validationError } from '../errors.js';
import { limits } from '../limits.js';
import { accessKeys } from './records.js';
import type { AccessKeyRecord, PolicyHolder, UserRecord } from './records.js';

const recordKey = (userName: string, id: string): string => key(userName.toLowerCase(), id);

export const userPrincipal = (account: string, user: PolicyHolder): Principal => ({
  kind: 'user',
  account,
  arn: user.arn,
  userId: user.id,
  name: user.name,
});

export function accessKeysOf(ctx: Context, userName: string): AccessKeyRecord[] {
  return [...ctx.table(accessKeys).range({ prefix: prefix(userName.toLowerCase()) })].map(([, record]) => record);
}

/** A key that the wire knows from now on. Its secret is told this once. */
export function createKey(ctx: Context, user: UserRecord): { record: AccessKeyRecord; secret: string } {
  if (accessKeysOf(ctx, user.name).length >= limits.accessKeysPerUser) {
    throw quotaExceeded('AccessKeysPerUser', limits.accessKeysPerUser);
  }
  const record: AccessKeyRecord = {
    accessKeyId: accessKeyId(ctx.random, 'AKIA', ctx.scope.account),
    userName: user.name,
    createdAtMs: ctx.now,
    status: 'Active',
  };
  const secret = secretAccessKey(ctx.random);
  ctx.table(accessKeys).put(recordKey(user.name, record.accessKeyId), record);
  ctx.table(credentials).put(record.accessKeyId, {
    accessKeyId: record.accessKeyId,
    secretAccessKey: secret,
    principal: userPrincipal(ctx.scope.account, user),
    status: 'Active',
  });
  return { record, secret };
}

/** Throws NoSuchEntity. */
export function keyOf(ctx: Context, userName: string, id: string): AccessKeyRecord {
  const record = ctx.table(accessKeys).get(recordKey(userName, id));
  if (!record) throw noSuchAccessKey(id);
  return record;
}

export function setKeyStatus(ctx: Context, record: AccessKeyRecord, status: AccessKeyRecord['status']): void {
  ctx.table(accessKeys).put(recordKey(record.userName, record.accessKeyId), { ...record, status });
  const credential = ctx.table(credentials).get(record.accessKeyId);
  if (credential) ctx.table(credentials).put(record.accessKeyId, { ...credential, status });
}

export function deleteKey(ctx: Context, record: AccessKeyRecord): void {
  ctx.table(accessKeys).delete(recordKey(record.userName, record.accessKeyId));
  ctx.table(credentials).delete(record.accessKeyId);
}

/** Keeps the keys of a user who was renamed. */
export function moveAccessKeys(ctx: Context, from: PolicyHolder, to: PolicyHolder): void {
  for (const record of accessKeysOf(ctx, from.name)) {
    ctx.table(accessKeys).delete(recordKey(from.name, record.accessKeyId));
    ctx.table(accessKeys).put(recordKey(to.name, record.accessKeyId), { ...record, userName: to.name });
    const credential = ctx.table(credentials).get(record.accessKeyId);
    if (credential) ctx.table(credentials).put(record.accessKeyId, { ...credential, principal: userPrincipal(ctx.scope.account, to) });
  }
}

/** The user whose keys a request is about: the named one, else the caller. */
export function keyOwner(ctx: Context, userName: string | undefined): string {
  if (userName !== undefined) return userName;
  if (ctx.principal.kind === 'user') return ctx.principal.name!;
  throw validationError('Must specify userName when calling with non-User credentials');
}
