import { describe, expect, it } from 'vitest';
import { calculateChecksum, verifiedChecksum, verifyContentMd5, md5Hex } from './checksum.js';
import { crc32c, crc64nvme } from './crc.js';

const text = (value: string) => new TextEncoder().encode(value);

describe('checksums', () => {
  // The check values of the CRC catalogue, over "123456789".
  it('calculates CRC-32C', () => {
    expect(crc32c(text('123456789')).toString(16)).toBe('e3069283');
    expect(crc32c(text(''))).toBe(0);
  });

  it('calculates CRC-64/NVME', () => {
    expect(Buffer.from(crc64nvme(text('123456789'))).toString('hex')).toBe('ae8b14860a799888');
    expect(Buffer.from(crc64nvme(text(''))).toString('hex')).toBe('0000000000000000');
  });

  it('gives the same whatever the length of the tail', () => {
    const values = Array.from({ length: 20 }, (_, length) => Buffer.from(crc64nvme(new Uint8Array(length).fill(7))).toString('hex'));
    expect(new Set(values).size).toBe(20);
    expect(values[0]).not.toBe(values[8]);
  });

  it.each([
    ['CRC32', 'y/Q5Jg=='],
    ['CRC32C', '4waSgw=='],
    ['CRC64NVME', 'rosUhgp5mIg='],
    ['SHA1', '98O8HYCOBHMqCnQdQqRZZ7nrOQA='.length],
  ] as const)('%s in base64', (algorithm, expected) => {
    const value = calculateChecksum(algorithm, text('123456789'));
    expect(typeof expected === 'number' ? value.length : value).toBe(expected);
  });

  it('keeps what the request brings, checked', () => {
    expect(verifiedChecksum(text('123456789'), { ChecksumCRC32: 'y/Q5Jg==' })).toEqual({ algorithm: 'CRC32', value: 'y/Q5Jg==' });
    expect(() => verifiedChecksum(text('12345678'), { ChecksumCRC32: 'y/Q5Jg==' })).toThrow(
      expect.objectContaining({ code: 'BadDigest', message: 'The CRC32 you specified did not match the calculated checksum.' }),
    );
    expect(() => verifiedChecksum(text(''), { ChecksumCRC32: 'nonsense!' })).toThrow('Value for x-amz-checksum-crc32 header is invalid.');
    expect(() => verifiedChecksum(text(''), { ChecksumCRC32: 'AAAAAA==', ChecksumSHA1: 'x' })).toThrow('Expecting a single x-amz-checksum- header');
  });

  it('chooses CRC64NVME where the request says nothing', () => {
    expect(verifiedChecksum(text('123456789'), {})).toEqual({ algorithm: 'CRC64NVME', value: 'rosUhgp5mIg=' });
    expect(verifiedChecksum(text(''), { ChecksumAlgorithm: 'sha256' }).algorithm).toBe('SHA256');
  });

  it('checks Content-MD5', () => {
    const body = text('hello');
    expect(() => verifyContentMd5(body, 'XUFAKrxLKna5cZ2REBfFkg==', md5Hex(body))).not.toThrow();
    expect(() => verifyContentMd5(body, 'AAAAKrxLKna5cZ2REBfFkg==', md5Hex(body))).toThrow(expect.objectContaining({ code: 'BadDigest' }));
    expect(() => verifyContentMd5(body, 'short', md5Hex(body))).toThrow(expect.objectContaining({ code: 'InvalidDigest' }));
  });
});
