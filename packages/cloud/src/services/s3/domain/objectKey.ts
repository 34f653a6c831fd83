import { invalidUri, keyTooLong } from '../errors.js';
import { limits } from '../limits.js';

const special = /[\u0000\u0001\ud800-\udfff]/;

/**
 * An object key whose UTF-16 order is the UTF-8 order in which S3 lists, and which holds no NUL, the separator of the
 * store's keys.
 */
export function orderedKey(objectKey: string): string {
  if (!special.test(objectKey)) return objectKey;
  return objectKey
    .replace(/[\u0000\u0001]/g, (char) => (char === '\u0000' ? '\u0001\u0001' : '\u0001\u0002'))
    .replace(/[\ud800-\udbff][\udc00-\udfff]/g, (pair) => `\uffff${pair}`);
}

/** Sorts behind every key that begins with the same text. */
export const behindPrefix = '\uffff\uffff';

export function checkObjectKey(objectKey: string): void {
  if (special.test(objectKey) && /\p{Surrogate}/u.test(objectKey)) throw invalidUri();
  // Only a key of more than a third of the limit's characters can be too long in bytes.
  if (objectKey.length * 3 <= limits.keyBytes) return;
  const size = Buffer.byteLength(objectKey);
  if (size > limits.keyBytes) throw keyTooLong(size);
}
