import { crc32 } from './crc32.js';
import { inflateRawSync } from 'node:zlib';

/** One member of a zip archive. */
export interface ZipEntry {
  /** As stored, with `/`; a directory ends with one. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly compressedBytes: number;
  readonly isDirectory: boolean;
  readonly isSymbolicLink: boolean;
  /** Whether its Unix mode lets anyone execute it. */
  readonly isExecutable: boolean;
  readonly method: number;
  readonly crc: number;
  /** Where its local header begins. */
  readonly offset: number;
}

/** The archive cannot be read, or must not be. */
export class ZipError extends Error {
  override readonly name = 'ZipError';
}

const endSignature = 0x06054b50;
const centralSignature = 0x02014b50;
const localSignature = 0x04034b50;
const zip64EndSignature = 0x06064b50;
const zip64LocatorSignature = 0x07064b50;
const stored = 0;
const deflated = 8;

/** The archive's directory, read without unpacking anything. Throws ZipError where it is no sound zip. */
export function readZipDirectory(bytes: Uint8Array): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  const { count, start } = directoryPlace(view, end);
  const entries: ZipEntry[] = [];
  let offset = start;
  for (let i = 0; i < count; i++) {
    if (offset + 46 > view.byteLength || view.getUint32(offset, true) !== centralSignature) throw new ZipError('Broken central directory');
    const { entry, next } = readEntry(view, bytes, offset);
    entries.push(entry);
    offset = next;
  }
  return entries;
}

/** One member's bytes. Throws ZipError where they do not match the directory. */
export function readZipEntry(bytes: Uint8Array, entry: ZipEntry): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (entry.offset + 30 > view.byteLength || view.getUint32(entry.offset, true) !== localSignature) {
    throw new ZipError(`No data for ${entry.path}`);
  }
  const start = entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
  if (start + entry.compressedBytes > view.byteLength) throw new ZipError(`Truncated data for ${entry.path}`);
  const data = bytes.subarray(start, start + entry.compressedBytes);
  const content = unpack(data, entry);
  if (content.byteLength !== entry.sizeBytes || crc32(content) !== entry.crc) throw new ZipError(`Damaged data for ${entry.path}`);
  return content;
}

function unpack(data: Uint8Array, entry: ZipEntry): Uint8Array {
  if (entry.method === stored) return data;
  if (entry.method !== deflated) throw new ZipError(`Unknown compression method ${entry.method} of ${entry.path}`);
  try {
    // The bound keeps a lying header from unpacking without end.
    return inflateRawSync(data, { maxOutputLength: Math.max(1, entry.sizeBytes) });
  } catch {
    throw new ZipError(`Damaged data for ${entry.path}`);
  }
}

function findEnd(view: DataView): number {
  const earliest = Math.max(0, view.byteLength - 22 - 0xffff);
  for (let at = view.byteLength - 22; at >= earliest; at--) {
    if (view.getUint32(at, true) === endSignature) return at;
  }
  throw new ZipError('Not a zip archive');
}

function directoryPlace(view: DataView, end: number): { count: number; start: number } {
  const count = view.getUint16(end + 10, true);
  const start = view.getUint32(end + 16, true);
  if (count !== 0xffff && start !== 0xffffffff) return { count, start };
  const locator = end - 20;
  if (locator < 0 || view.getUint32(locator, true) !== zip64LocatorSignature) return { count, start };
  const zip64End = Number(view.getBigUint64(locator + 8, true));
  if (zip64End + 56 > view.byteLength || view.getUint32(zip64End, true) !== zip64EndSignature) throw new ZipError('Broken zip64 directory');
  return { count: Number(view.getBigUint64(zip64End + 32, true)), start: Number(view.getBigUint64(zip64End + 48, true)) };
}

const decoder = new TextDecoder();

function readEntry(view: DataView, bytes: Uint8Array, at: number): { entry: ZipEntry; next: number } {
  const nameLength = view.getUint16(at + 28, true);
  const extraLength = view.getUint16(at + 30, true);
  const next = at + 46 + nameLength + extraLength + view.getUint16(at + 32, true);
  if (next > view.byteLength) throw new ZipError('Broken central directory');
  const path = decoder.decode(bytes.subarray(at + 46, at + 46 + nameLength)).replaceAll('\\', '/');
  const attributes = view.getUint32(at + 38, true);
  const isUnix = view.getUint8(at + 5) === 3;
  const mode = isUnix ? attributes >>> 16 : 0;
  const [sizeBytes, compressedBytes, offset] = sizes(view, at, at + 46 + nameLength, extraLength);
  const entry: ZipEntry = {
    path,
    sizeBytes,
    compressedBytes,
    offset,
    isDirectory: path.endsWith('/'),
    isSymbolicLink: (mode & 0o170000) === 0o120000,
    isExecutable: (mode & 0o111) !== 0,
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
  };
  return { entry, next };
}

/** Uncompressed size, compressed size, offset: from the zip64 extra field where the plain ones are full. */
function sizes(view: DataView, at: number, extraAt: number, extraLength: number): [number, number, number] {
  const plain: [number, number, number] = [view.getUint32(at + 24, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)];
  if (!plain.includes(0xffffffff)) return plain;
  for (let field = extraAt; field + 4 <= extraAt + extraLength; field += 4 + view.getUint16(field + 2, true)) {
    if (view.getUint16(field, true) !== 1) continue;
    let value = field + 4;
    return plain.map((size) => {
      if (size !== 0xffffffff) return size;
      if (value + 8 > view.byteLength) throw new ZipError('Broken zip64 field');
      value += 8;
      return Number(view.getBigUint64(value - 8, true));
    }) as [number, number, number];
  }
  throw new ZipError('Broken zip64 field');
}
