/** Reflected Castagnoli polynomial. */
const castagnoli = 0x82f63b78;

const crc32cTable = new Uint32Array(256).map((_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ castagnoli : value >>> 1;
  return value;
});

/** CRC-32C as an unsigned number. */
export function crc32c(bytes: Uint8Array): number {
  let crc = ~0;
  for (let i = 0; i < bytes.length; i++) crc = (crc >>> 8) ^ crc32cTable[(crc ^ bytes[i]!) & 255]!;
  return ~crc >>> 0;
}

/** Reflected polynomial of CRC-64/NVME, 0x9a6c9329ac4bc9b5, in halves: JavaScript's integers have 32 bits. */
const nvmeHigh = 0x9a6c9329;
const nvmeLow = 0xac4bc9b5;
/** Bytes taken at a time. */
const stride = 8;
/** For each byte of the stride, high and low halves of the 256 remainders. */
const nvmeTables = nvmeRemainders();

function nvmeRemainders(): readonly { high: Int32Array; low: Int32Array }[] {
  const first = { high: new Int32Array(256), low: new Int32Array(256) };
  for (let index = 0; index < 256; index++) {
    let high = 0;
    let low = index;
    for (let bit = 0; bit < 8; bit++) {
      const carry = low & 1;
      low = (low >>> 1) | (high << 31);
      high >>>= 1;
      if (carry) {
        high ^= nvmeHigh;
        low ^= nvmeLow;
      }
    }
    first.high[index] = high;
    first.low[index] = low;
  }
  const tables = [first];
  for (let at = 1; at < stride; at++) {
    const above = tables[at - 1]!;
    const next = { high: new Int32Array(256), low: new Int32Array(256) };
    for (let index = 0; index < 256; index++) {
      const byte = above.low[index]! & 255;
      next.low[index] = ((above.low[index]! >>> 8) | (above.high[index]! << 24)) ^ first.low[byte]!;
      next.high[index] = (above.high[index]! >>> 8) ^ first.high[byte]!;
    }
    tables.push(next);
  }
  return tables;
}

/** CRC-64/NVME, eight bytes, most significant first. */
export function crc64nvme(bytes: Uint8Array): Uint8Array {
  let high = ~0;
  let low = ~0;
  let i = 0;
  const lows = nvmeTables.map((table) => table.low);
  const highs = nvmeTables.map((table) => table.high);
  const [l0, l1, l2, l3, l4, l5, l6, l7] = lows as [Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array];
  const [h0, h1, h2, h3, h4, h5, h6, h7] = highs as typeof lows as [Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array];
  for (; i + stride <= bytes.length; i += stride) {
    const a = low ^ (bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24));
    const b = high ^ (bytes[i + 4]! | (bytes[i + 5]! << 8) | (bytes[i + 6]! << 16) | (bytes[i + 7]! << 24));
    low =
      l7[a & 255]! ^ l6[(a >>> 8) & 255]! ^ l5[(a >>> 16) & 255]! ^ l4[a >>> 24]! ^
      l3[b & 255]! ^ l2[(b >>> 8) & 255]! ^ l1[(b >>> 16) & 255]! ^ l0[b >>> 24]!;
    high =
      h7[a & 255]! ^ h6[(a >>> 8) & 255]! ^ h5[(a >>> 16) & 255]! ^ h4[a >>> 24]! ^
      h3[b & 255]! ^ h2[(b >>> 8) & 255]! ^ h1[(b >>> 16) & 255]! ^ h0[b >>> 24]!;
  }
  for (; i < bytes.length; i++) {
    const byte = (low ^ bytes[i]!) & 255;
    low = ((low >>> 8) | (high << 24)) ^ l0[byte]!;
    high = (high >>> 8) ^ h0[byte]!;
  }
  const out = new DataView(new ArrayBuffer(8));
  out.setUint32(0, ~high >>> 0);
  out.setUint32(4, ~low >>> 0);
  return new Uint8Array(out.buffer);
}
