import { badDigest, checksumTypeMismatch, invalidRequest } from '../errors.js';
import { calculateChecksum, checksumNamed, givenChecksum } from './checksum.js';
import type { Checksum, ChecksumMembers, ChecksumName } from './checksum.js';
import type { Piece, UploadRecord } from './records.js';

/** The checksum that CreateMultipartUpload declares, with its kind: CRC-64 covers objects, SHA only parts, CRC-32 either. */
export function declaredChecksum(input: { ChecksumAlgorithm?: string | undefined; ChecksumType?: string | undefined }): UploadRecord['checksum'] {
  const { ChecksumAlgorithm: name, ChecksumType: type } = input;
  if (name === undefined) {
    if (type !== undefined) throw invalidRequest('The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.');
    return undefined;
  }
  const algorithm = checksumNamed(name);
  const wholeOnly = algorithm === 'CRC64NVME';
  const partsOnly = algorithm.startsWith('SHA');
  const chosen = type ?? (wholeOnly ? 'FULL_OBJECT' : 'COMPOSITE');
  if ((chosen !== 'FULL_OBJECT' && chosen !== 'COMPOSITE') || (wholeOnly && chosen === 'COMPOSITE') || (partsOnly && chosen === 'FULL_OBJECT')) {
    throw invalidRequest(`The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`);
  }
  return { algorithm, type: chosen };
}

/** What a part must be checked with: the upload's algorithm where it declared one. */
export function partAlgorithm(upload: UploadRecord, given: { algorithm: ChecksumName } | undefined): ChecksumName {
  if (!upload.checksum) return given?.algorithm ?? 'CRC64NVME';
  if (given && given.algorithm !== upload.checksum.algorithm) throw checksumTypeMismatch(upload.checksum.algorithm, given.algorithm);
  return upload.checksum.algorithm;
}

/** The finished object's checksum, checked against the one that the request brings. */
export function finishedChecksum(upload: UploadRecord, pieces: readonly Piece[], whole: () => Uint8Array, input: ChecksumMembers): Checksum {
  const { algorithm, type } = upload.checksum ?? { algorithm: 'CRC64NVME' as const, type: 'FULL_OBJECT' as const };
  const value = type === 'COMPOSITE' ? composite(algorithm, pieces) : calculateChecksum(algorithm, whole());
  const given = givenChecksum(input);
  if (given && (given.algorithm !== algorithm || given.value.replace(/-[0-9]+$/, '') !== value.replace(/-[0-9]+$/, ''))) {
    throw badDigest(given.algorithm, given.value, value);
  }
  return { algorithm, type, value };
}

function composite(algorithm: ChecksumName, pieces: readonly Piece[]): string {
  const raw = Buffer.concat(pieces.map(({ checksum }) => Buffer.from(checksum!, 'base64')));
  return `${calculateChecksum(algorithm, raw)}-${pieces.length}`;
}
