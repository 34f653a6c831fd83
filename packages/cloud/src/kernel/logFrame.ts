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
