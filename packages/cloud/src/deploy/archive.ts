import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import type { Zippable } from 'fflate';

/** The earliest instant a zip can hold; the same bytes for the same files, whenever they are packed. */
const epoch = new Date(1980, 0, 1);
const unix = 3;

/** A directory as a zip: names sorted, times fixed, modes kept, links followed. */
export async function zipDirectory(directory: string): Promise<Uint8Array> {
  const files: Zippable = {};
  await collect(directory, '', files);
  return zipSync(files, { level: 1 });
}

async function collect(directory: string, prefix: string, files: Zippable): Promise<void> {
  const names = (await readdir(directory)).sort();
  for (const name of names) {
    const path = join(directory, name);
    const found = await stat(path);
    const attributes = { mtime: epoch, os: unix, attrs: (found.mode & 0xffff) << 16 };
    if (found.isDirectory()) await collect(path, `${prefix}${name}/`, files);
    else if (found.isFile()) files[prefix + name] = [await readFile(path), attributes];
  }
  if (names.length === 0 && prefix !== '') files[prefix] = [new Uint8Array(), { mtime: epoch, os: unix, attrs: (0o40755 << 16) | 0x10 }];
}
