import { createHash } from 'node:crypto';
import { collection, key } from '../../../kernel/collection.js';
import { tokenReused } from '../errors.js';
import { limits } from '../limits.js';
import type { Tx } from './findTable.js';

/** Transactions that succeeded in the last ten minutes, by token: what they asked for, in short. */
const tokens = collection<{ readonly fingerprint: string; readonly expiresAtMs: number }>('dynamodb.transactionTokens');
/** The same tokens by expiry, so that old ones are found without a search. */
const tokensByExpiry = collection<string>('dynamodb.transactionTokensByExpiry');

/** Equal for equal requests. */
export const fingerprint = (request: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(request, (_key, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value)))
    .digest('base64');

/** Whether this very transaction succeeded already. Throws where the token was used for another one. */
export function isRepeated(tx: Tx, token: string | undefined, request: string): boolean {
  if (token === undefined) return false;
  const known = tx.table(tokens).get(token);
  if (!known || known.expiresAtMs <= tx.now) return false;
  if (known.fingerprint !== request) throw tokenReused();
  return true;
}

const forgottenAtOnce = 4;

/** Remembers a transaction for ten minutes, and forgets a few whose time is over. */
export function rememberToken(tx: Tx, token: string | undefined, request: string): void {
  if (token === undefined) return;
  const byExpiry = tx.table(tokensByExpiry);
  for (const [expiryKey, expired] of [...byExpiry.range({ before: key(tx.now), limit: forgottenAtOnce })]) {
    byExpiry.delete(expiryKey);
    tx.table(tokens).delete(expired);
  }
  const expiresAtMs = tx.now + limits.transactionTokenMs.value;
  const replaced = tx.table(tokens).get(token);
  if (replaced) byExpiry.delete(key(replaced.expiresAtMs, token));
  tx.table(tokens).put(token, { fingerprint: request, expiresAtMs });
  byExpiry.put(key(expiresAtMs, token), token);
}
