import type { Random } from './random.js';

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const accountBits = 40;
const randomBits = 39;

/**
 * An access key id as AWS forms them: the account stands in its bits, so that GetAccessKeyInfo needs no look-up.
 * `AKIA` begins a user's key, `ASIA` a session's.
 */
export function accessKeyId(random: Random, prefix: 'AKIA' | 'ASIA', account: string): string {
  let bits = (1n << BigInt(accountBits)) | BigInt(account);
  bits <<= BigInt(randomBits);
  bits |= (BigInt(random.uint32()) << 7n) | BigInt(random.below(128));
  let out = '';
  for (let at = 0; at < 16; at++) {
    out = base32[Number(bits & 31n)]! + out;
    bits >>= 5n;
  }
  return prefix + out;
}

/** The account in an access key id; undefined where there is none. */
export function accountOfKey(keyId: string): string | undefined {
  if (!/^A[KS]IA[A-Z2-7]{16}$/.test(keyId)) return undefined;
  let bits = 0n;
  for (const char of keyId.slice(4)) bits = (bits << 5n) | BigInt(base32.indexOf(char));
  const account = (bits >> BigInt(randomBits)) & ((1n << BigInt(accountBits)) - 1n);
  return account < 1_000_000_000_000n ? account.toString().padStart(12, '0') : undefined;
}

const secretAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Forty characters. */
export function secretAccessKey(random: Random): string {
  let out = '';
  for (let i = 0; i < 40; i++) out += secretAlphabet[random.below(secretAlphabet.length)]!;
  return out;
}
