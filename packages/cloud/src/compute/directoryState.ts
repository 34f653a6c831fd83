import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ignored = new Set(['node_modules', '__pycache__']);
const mostEntries = 5_000;

/**
 * A text that differs once a file below the directory has changed, been added or removed; hidden files, `node_modules` and
 * `__pycache__` aside. Looked at when a function is invoked: nothing is watched in between.
 */
export function directoryState(directory: string): string {
  let entries = 0;
  let newestMs = 0;
  let sizes = 0;
  const visit = (path: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (entry.name.startsWith('.') || ignored.has(entry.name)) continue;
      if (++entries > mostEntries) return;
      const inner = join(path, entry.name);
      const { mtimeMs, size } = statSync(inner);
      newestMs = Math.max(newestMs, mtimeMs);
      if (entry.isDirectory()) visit(inner);
      else sizes += size;
    }
  };
  visit(directory);
  return `${entries} ${sizes} ${newestMs}`;
}
