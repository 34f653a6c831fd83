import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { checkArchive } from './codePackage.js';
import { readZipDirectory, readZipEntry, ZipError } from './zip.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (content: Uint8Array) => new TextDecoder().decode(content);

describe('a zip archive', () => {
  it('gives back what was put in, stored and deflated', () => {
    const archive = zipSync({ 'a.txt': bytes('a'.repeat(1000)), 'd/b.txt': [bytes('b'), { level: 0 }], 'd/': new Uint8Array() });
    const entries = readZipDirectory(archive);
    expect(entries.map((entry) => [entry.path, entry.isDirectory, entry.sizeBytes])).toEqual([['a.txt', false, 1000], ['d/b.txt', false, 1], ['d/', true, 0]]);
    expect(entries.slice(0, 2).map((entry) => text(readZipEntry(archive, entry)))).toEqual(['a'.repeat(1000), 'b']);
  });

  it('tells executables and symbolic links by their Unix mode', () => {
    const archive = zipSync({ run: [bytes('x'), { os: 3, attrs: (0o100755 << 16) >>> 0 }], link: [bytes('/etc'), { os: 3, attrs: (0o120777 << 16) >>> 0 }] });
    expect(readZipDirectory(archive).map((entry) => [entry.isExecutable, entry.isSymbolicLink])).toEqual([[true, false], [true, true]]);
    expect(() => checkArchive(archive)).toThrow('Symbolic links are refused: link');
  });

  it.each(['../up', 'a/../../up', '/etc/passwd', 'C:/x', 'a\\..\\..\\b'])('with a member %s is refused', (path) => {
    expect(() => checkArchive(zipSync({ [path]: bytes('x') }))).toThrow(ZipError);
  });

  it.each<[string, (archive: Uint8Array) => Uint8Array]>([
    ['empty', () => new Uint8Array()],
    ['no zip', () => bytes('hello, this is no archive at all, is it?')],
    ['cut at the end', (archive) => archive.subarray(0, archive.length - 30)],
    ['cut at the beginning', (archive) => archive.subarray(20)],
  ])('that is %s is refused', (_, damage) => {
    const archive = damage(zipSync({ 'a.txt': bytes('hello'.repeat(50)) }));
    expect(() => readZipDirectory(archive).map((entry) => readZipEntry(archive, entry))).toThrow(ZipError);
  });

  it('with damaged content is refused', () => {
    const archive = zipSync({ 'a.txt': [bytes('hello'), { level: 0 }] });
    archive[36]! ^= 0xff;
    const [entry] = readZipDirectory(archive);
    expect(() => readZipEntry(archive, entry!)).toThrow('Damaged data for a.txt');
  });
});
