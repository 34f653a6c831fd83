import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** Checksums that S3 knows, by the end of their header's name (`x-amz-checksum-crc32`); each gives base64 of big-endian bytes. */
export const checksums: Readonly<Record<string, (bytes: Uint8Array) => string>> = {
  crc32: (bytes) => base64OfWords([crc32(bytes)]),
  crc32c: (bytes) => base64OfWords([crc32c(bytes)]),
  crc64nvme: (bytes) => base64OfWords(crc64nvme(bytes)),
  sha1: (bytes) => createHash('sha1').update(bytes).digest('base64'),
  sha256: (bytes) => createHash('sha256').update(bytes).digest('base64'),
  sha512: (bytes) => createHash('sha512').update(bytes).digest('base64'),
  md5: (bytes) => createHash('md5').update(bytes).digest('base64'),
};

function base64OfWords(words: readonly number[]): string {
  const buffer = Buffer.allocUnsafe(words.length * 4);
  words.forEach((word, at) => buffer.writeUInt32BE(word >>> 0, at * 4));
  return buffer.toString('base64');
}

let castagnoli: Uint32Array | undefined;

/** CRC-32C, polynomial 0x1EDC6F41 reflected. */
function crc32c(bytes: Uint8Array): number {
  castagnoli ??= Uint32Array.from({ length: 256 }, (_, value) => {
    let crc = value;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
    return crc >>> 0;
  });
  let crc = 0xffffffff;
  for (let at = 0; at < bytes.length; at += 1) crc = castagnoli[(crc ^ bytes[at]!) & 255]! ^ (crc >>> 8);
  return ~crc;
}

let nvme: { readonly high: Uint32Array; readonly low: Uint32Array } | undefined;

/** Table of CRC-64/NVME, polynomial 0xAD93D23594C93659 reflected, in halves: JavaScript's integers have 32 bits. */
function nvmeTable(): { readonly high: Uint32Array; readonly low: Uint32Array } {
  const table = { high: new Uint32Array(256), low: new Uint32Array(256) };
  for (let value = 0; value < 256; value += 1) {
    let high = 0;
    let low = value;
    for (let bit = 0; bit < 8; bit += 1) {
      const odd = low & 1;
      low = (low >>> 1) | (high << 31);
      high >>>= 1;
      if (odd) {
        high ^= 0x9a6c9329;
        low ^= 0xac4bc9b5;
      }
    }
    table.high[value] = high;
    table.low[value] = low;
  }
  return table;
}

function crc64nvme(bytes: Uint8Array): [number, number] {
  const table = (nvme ??= nvmeTable());
  let high = 0xffffffff;
  let low = 0xffffffff;
  for (let at = 0; at < bytes.length; at += 1) {
    const index = (low ^ bytes[at]!) & 255;
    low = ((low >>> 8) | (high << 24)) ^ table.low[index]!;
    high = (high >>> 8) ^ table.high[index]!;
  }
  return [~high, ~low];
}
