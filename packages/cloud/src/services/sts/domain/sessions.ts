import type { Credentials } from '@aws-sdk/client-sts';
import { accessKeyId, secretAccessKey } from '../../../kernel/accessKeyIds.js';
import { credentials } from '../../../kernel/credentials.js';
import type { Principal } from '../../../kernel/identity.js';
import type { Context } from '../../../kernel/service.js';

/** Longer than any client uses a session: until then an expired one is told from an unknown key. */
const keptAfterExpiryMs = 7 * 86_400_000;
const tokenCharacters = 356;

/** Temporary credentials that the wire knows from now on. */
export function openSession(ctx: Context, principal: Principal, seconds: number): Credentials {
  const record = {
    accessKeyId: accessKeyId(ctx.random, 'ASIA', principal.account),
    secretAccessKey: secretAccessKey(ctx.random),
    sessionToken: `IQoJb3JpZ2luX2Vj${ctx.ids.token(tokenCharacters)}`,
    principal,
    expiresAtMs: ctx.now + seconds * 1000,
    status: 'Active' as const,
  };
  ctx.table(credentials).put(record.accessKeyId, record);
  ctx.schedule('forgetSession', record.expiresAtMs + keptAfterExpiryMs, { accessKeyId: record.accessKeyId });
  return {
    AccessKeyId: record.accessKeyId,
    SecretAccessKey: record.secretAccessKey,
    SessionToken: record.sessionToken,
    Expiration: new Date(record.expiresAtMs),
  };
}

export function forgetSession({ accessKeyId: id }: { accessKeyId: string }, ctx: Context): void {
  ctx.table(credentials).delete(id);
}
