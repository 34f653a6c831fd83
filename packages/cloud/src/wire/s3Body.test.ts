import { describe, expect, it } from 'vitest';
import { checksums } from './checksum.js';
import { readS3Body } from './s3Body.js';

const bytes = (text: string) => new Uint8Array(Buffer.from(text));

const request = (headers: Record<string, string>, body: string) => ({ method: 'PUT', path: '/b/k', query: '', headers, body: bytes(body), remoteAddress: '' });

describe('checksums', () => {
  // Check values of the CRC catalogue for the nine digits "123456789".
  it.each([
    ['crc32', 'cbf43926'],
    ['crc32c', 'e3069283'],
    ['crc64nvme', 'ae8b14860a799888'],
    ['sha1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
  ])('%s', (name, expected) => {
    expect(Buffer.from(checksums[name]!(bytes('123456789')), 'base64').toString('hex')).toBe(expected);
  });
});

describe('aws-chunked', () => {
  const chunked = (trailer = '') => `5;chunk-signature=aa\r\nhello\r\n6\r\n world\r\n0\r\n${trailer}\r\n`;
  const headers = { 'content-encoding': 'aws-chunked,gzip', 'x-amz-decoded-content-length': '11', 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' };

  it('is joined, and its trailers become headers', () => {
    const read = readS3Body(request(headers, chunked('x-amz-checksum-crc32:DUoRhQ==\r\n')), 'PutObject');
    expect(Buffer.from(read.body).toString()).toBe('hello world');
    expect(read.headers).toMatchObject({ 'content-encoding': 'gzip', 'content-length': '11', 'x-amz-checksum-crc32': 'DUoRhQ==' });
  });

  it.each([
    ['cut off', '5\r\nhel', 'IncompleteBody'],
    ['shorter than announced', '5\r\nhello\r\n0\r\n\r\n', 'IncompleteBody'],
    ['with a size that is no number', 'zz\r\nhello\r\n', 'InvalidChunkSizeError'],
    ['with a wrong trailing checksum', chunked('x-amz-checksum-crc32:AAAAAA==\r\n'), 'BadDigest'],
  ])('%s is refused', (_case, body, code) => {
    expect(() => readS3Body(request(headers, body), 'PutObject')).toThrow(expect.objectContaining({ code }));
  });
});

describe('digests', () => {
  it.each([
    [{ 'content-md5': 'XrY7u+Ae7tCTyyK7j1rNww==' }, undefined],
    [{ 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' }, 'BadDigest'],
    [{ 'content-md5': 'short' }, 'InvalidDigest'],
    [{ 'x-amz-content-sha256': 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9' }, undefined],
    [{ 'x-amz-content-sha256': '0'.repeat(64) }, 'XAmzContentSHA256Mismatch'],
    [{ 'x-amz-checksum-sha256': 'uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=' }, undefined],
    [{ 'x-amz-checksum-sha256': 'AAAA' }, 'InvalidRequest'],
    [{ 'x-amz-checksum-xxhash64': 'AAAA' }, 'NotImplementedException'],
  ])('%o gives %s', (headers, code) => {
    const read = () => readS3Body(request(headers as Record<string, string>, 'hello world'), 'PutObject');
    if (code === undefined) expect(read().body.byteLength).toBe(11);
    else expect(read).toThrow(expect.objectContaining({ code }));
  });
});
