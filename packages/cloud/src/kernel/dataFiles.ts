import { readdirSync } from 'node:fs';

/** The directory cannot be used; the message says why and what to do. */
export class DataDirectoryError extends Error {
  override readonly name = 'DataDirectoryError';
}

/** Numbers of the files `name-000001` in a directory, ascending. */
export function numbered(directory: string, name: string): number[] {
  const form = new RegExp(`^${name}-(\\d{6,})$`);
  return readdirSync(directory)
    .flatMap((file) => form.exec(file)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}
