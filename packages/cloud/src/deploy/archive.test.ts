import { chmod, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { zipDirectory } from './archive.js';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'terrella-zip-'));
  await mkdir(join(directory, 'b/c'), { recursive: true });
  await mkdir(join(directory, 'empty'));
  await writeFile(join(directory, 'b/c/deep.txt'), 'deep');
  await writeFile(join(directory, 'a.sh'), '#!/bin/sh');
  await symlink(join(directory, 'a.sh'), join(directory, 'link.sh'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

it('packs the same files to the same bytes, whenever they were written', async () => {
  const first = await zipDirectory(directory);
  await utimes(join(directory, 'a.sh'), 1_000, 1_000);
  expect(Buffer.compare(first, await zipDirectory(directory))).toBe(0);
  await chmod(join(directory, 'a.sh'), 0o755);
  expect(Buffer.compare(first, await zipDirectory(directory))).not.toBe(0);
});

it('packs directories and what links point to', async () => {
  const files = unzipSync(await zipDirectory(directory));
  expect(Object.keys(files)).toEqual(['a.sh', 'b/c/deep.txt', 'empty/', 'link.sh']);
  expect(Buffer.from(files['link.sh']!).toString()).toBe('#!/bin/sh');
});
