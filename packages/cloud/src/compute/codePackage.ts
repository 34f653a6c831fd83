import { readZipDirectory, ZipError } from './zip.js';
import type { ZipEntry } from './zip.js';

export interface CheckedArchive {
  readonly entries: readonly ZipEntry[];
  readonly unpackedBytes: number;
}

/** The members of a code package, none of which leads outside its directory. Throws ZipError. */
export function checkArchive(bytes: Uint8Array): CheckedArchive {
  const entries = readZipDirectory(bytes);
  let unpackedBytes = 0;
  for (const entry of entries) {
    if (!isInside(entry.path)) throw new ZipError(`Unsafe path in the archive: ${entry.path}`);
    if (entry.isSymbolicLink) throw new ZipError(`Symbolic links are refused: ${entry.path}`);
    unpackedBytes += entry.sizeBytes;
  }
  return { entries, unpackedBytes };
}

function isInside(path: string): boolean {
  if (path === '' || path.startsWith('/') || path.includes('\u0000') || /^[A-Za-z]:/.test(path)) return false;
  return !path.split('/').includes('..');
}
