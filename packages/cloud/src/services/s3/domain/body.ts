import { entityTooLarge } from '../errors.js';
import { limits } from '../limits.js';

/** A request's body: the wire and callers in process hand over bytes (or text); an absent one is empty. */
export function bodyBytes(body: unknown): Uint8Array {
  if (body === undefined || body === null) return new Uint8Array(0);
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  if (!(bytes instanceof Uint8Array)) throw new TypeError('Body must be bytes or text');
  if (bytes.length > limits.putBytes) throw entityTooLarge(bytes.length, limits.putBytes);
  return bytes;
}
