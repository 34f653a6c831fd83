import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How a function's process is begun. */
export type RuntimeFamily = 'node' | 'python' | 'custom';

const nodeRuntimes = ['nodejs18.x', 'nodejs20.x', 'nodejs22.x', 'nodejs24.x'];
const pythonRuntimes = ['python3.9', 'python3.10', 'python3.11', 'python3.12', 'python3.13', 'python3.14'];
const customRuntimes = ['provided.al2', 'provided.al2023'];

const families = new Map<string, RuntimeFamily>([
  ...nodeRuntimes.map((name) => [name, 'node'] as const),
  ...pythonRuntimes.map((name) => [name, 'python'] as const),
  ...customRuntimes.map((name) => [name, 'custom'] as const),
]);

/** Undefined for a runtime that does not run here. */
export const runtimeFamily = (runtime: string): RuntimeFamily | undefined => families.get(runtime);

export const supportedRuntimes: readonly string[] = [...families.keys()];

/** Directory of the bootstraps: beside the source, or beside the bundle that the build makes of it. */
export function runtimesDirectory(): string {
  const here = fileURLToPath(new URL('.', import.meta.url));
  for (const candidate of [join(here, 'runtimes'), join(here, '../runtimes'), join(here, '../compute/runtimes')]) {
    if (existsSync(join(candidate, 'node', 'bootstrap.cjs'))) return candidate;
  }
  throw new Error(`The bootstraps of the function runtimes are missing beside ${here}`);
}
