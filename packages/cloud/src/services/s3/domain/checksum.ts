import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { notImplemented } from '../../../kernel/errors.js';
import { badDigest, invalidDigest, invalidRequest } from '../errors.js';
import { crc32c, crc64nvme } from './crc.js';

export const checksumAlgorithms = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const;
export type ChecksumName = (typeof checksumAlgorithms)[number];

/** What S3 keeps to prove an object's integrity. */
export interface Checksum {
  readonly algorithm: ChecksumName;
  /** Base64; of a composite one with `-N` behind it. */
  readonly value: string;
  readonly type: 'FULL_OBJECT' | 'COMPOSITE';
}

/** Members of inputs and outputs that carry a checksum. */
export interface ChecksumMembers {
  readonly ChecksumCRC32?: string | undefined;
  readonly ChecksumCRC32C?: string | undefined;
  readonly ChecksumCRC64NVME?: string | undefined;
  readonly ChecksumSHA1?: string | undefined;
  readonly ChecksumSHA256?: string | undefined;
}

const bytesOf: Readonly<Record<ChecksumName, number>> = { CRC32: 4, CRC32C: 4, CRC64NVME: 8, SHA1: 20, SHA256: 32 };

const fourBytes = (value: number): Buffer => {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(value >>> 0);
  return out;
};

const calculators: Readonly<Record<ChecksumName, (bytes: Uint8Array) => Buffer>> = {
  CRC32: (bytes) => fourBytes(crc32(bytes)),
  CRC32C: (bytes) => fourBytes(crc32c(bytes)),
  CRC64NVME: (bytes) => Buffer.from(crc64nvme(bytes)),
  SHA1: (bytes) => createHash('sha1').update(bytes).digest(),
  SHA256: (bytes) => createHash('sha256').update(bytes).digest(),
};

/** Base64 of a checksum over bytes. */
export const calculateChecksum = (algorithm: ChecksumName, bytes: Uint8Array): string => calculators[algorithm](bytes).toString('base64');

export const md5Hex = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');

/** Reads an algorithm's name; one that S3 has and Terrella does not is refused by name. */
export function checksumNamed(name: string): ChecksumName {
  const upper = name.toUpperCase();
  if ((checksumAlgorithms as readonly string[]).includes(upper)) return upper as ChecksumName;
  throw notImplemented(`S3 checksum algorithm ${name}`);
}

/** The one checksum that a request brings. */
export function givenChecksum(input: ChecksumMembers): { algorithm: ChecksumName; value: string } | undefined {
  const given = checksumAlgorithms.flatMap((algorithm) => {
    const value = input[`Checksum${algorithm}`];
    return value === undefined ? [] : [{ algorithm, value }];
  });
  if (given.length > 1) throw invalidRequest('Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.');
  return given[0];
}

/** Whether text is base64 of a checksum of that algorithm. */
export const isChecksumValue = (algorithm: ChecksumName, value: string): boolean =>
  /^[A-Za-z0-9+/]+={0,2}$/.test(value) && Buffer.from(value, 'base64').length === bytesOf[algorithm];

/**
 * The checksum to keep of a body: the one the request brings, verified; else one of the algorithm it names; else S3's own
 * choice, CRC64NVME.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
 */
export function verifiedChecksum(
  bytes: Uint8Array,
  input: ChecksumMembers & { readonly ChecksumAlgorithm?: string | undefined },
): { algorithm: ChecksumName; value: string } {
  const given = givenChecksum(input);
  const algorithm = given?.algorithm ?? (input.ChecksumAlgorithm === undefined ? 'CRC64NVME' : checksumNamed(input.ChecksumAlgorithm));
  if (given && !isChecksumValue(algorithm, given.value)) {
    throw invalidRequest(`Value for x-amz-checksum-${algorithm.toLowerCase()} header is invalid.`);
  }
  const value = calculateChecksum(algorithm, bytes);
  if (given && given.value !== value) throw badDigest(algorithm, given.value, value);
  return { algorithm, value };
}

export function verifyContentMd5(bytes: Uint8Array, contentMd5: string | undefined, md5: string): void {
  if (contentMd5 === undefined) return;
  const expected = Buffer.from(contentMd5, 'base64');
  if (expected.length !== 16) throw invalidDigest(contentMd5);
  if (expected.toString('hex') !== md5) throw badDigest('Content-MD5', contentMd5, Buffer.from(md5, 'hex').toString('base64'));
}

/** The members of an answer that show a checksum. */
export const checksumMembers = (checksum: Pick<Checksum, 'algorithm' | 'value'> | undefined): ChecksumMembers =>
  checksum ? { [`Checksum${checksum.algorithm}`]: checksum.value } : {};
