import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';

const headerBytes = 8;

/** Length, CRC-32 and payload, so that a torn or rotten frame is known for what it is. */
export function encodeFrame(value: unknown): Buffer {
  const payload = serialize(value);
  const frame = Buffer.allocUnsafe(headerBytes + payload.length);
  frame.writeUInt32LE(payload.length, 0);
  frame.writeUInt32LE(crc32(payload), 4);
  payload.copy(frame, headerBytes);
  return frame;
}

/** Calls back with each whole frame; returns how many bytes were whole. */
export function decodeFrames(bytes: Buffer, visit: (value: unknown) => void): number {
  let at = 0;
  while (at + headerBytes <= bytes.length) {
    const length = bytes.readUInt32LE(at);
    const end = at + headerBytes + length;
    // No value is empty: a length of zero is space that was written ahead.
    if (length === 0 || end > bytes.length) break;
    const payload = bytes.subarray(at + headerBytes, end);
    if (crc32(payload) !== bytes.readUInt32LE(at + 4)) break;
    visit(deserialize(payload));
    at = end;
  }
  return at;
}

/** What `serialize` begins every payload with: its tag and version. */
const payloadStart = serialize(null).subarray(0, 2);

/** Whether a whole frame begins anywhere from `from` on: what lies before it is damage, not the torn end of a log. */
export function holdsFrame(bytes: Buffer, from: number): boolean {
  for (let at = bytes.indexOf(payloadStart, from + headerBytes); at >= 0; at = bytes.indexOf(payloadStart, at + 1)) {
    const length = bytes.readUInt32LE(at - headerBytes);
    if (length > 0 && at + length <= bytes.length && crc32(bytes.subarray(at, at + length)) === bytes.readUInt32LE(at - 4)) return true;
  }
  return false;
}
