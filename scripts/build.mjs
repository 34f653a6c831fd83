// Builds what runs: the service models, the engine's bundle, the command line's. `--types` also writes declarations.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const inRoot = (...parts) => join(root, ...parts);

function run(...command) {
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

const shared = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  // Without the repository's path mapping: one package's bundle must not swallow another's.
  tsconfigRaw: { compilerOptions: { target: 'ES2023', useDefineForClassFields: true } },
  splitting: true,
  sourcemap: true,
  logLevel: 'warning',
  chunkNames: 'chunks/[name]-[hash]',
};

run('scripts/models/extract.mjs');

rmSync(inRoot('packages/cloud/dist'), { recursive: true, force: true });
rmSync(inRoot('packages/cli/dist'), { recursive: true, force: true });
await build({
  ...shared,
  entryPoints: { index: inRoot('packages/cloud/src/index.ts'), deploy: inRoot('packages/cloud/src/deploy/index.ts') },
  outdir: inRoot('packages/cloud/dist'),
});
const runtimes = inRoot('packages/cloud/src/compute/runtimes');
if (existsSync(runtimes)) cpSync(runtimes, inRoot('packages/cloud/dist/runtimes'), { recursive: true });
await build({ ...shared, entryPoints: { main: inRoot('packages/cli/src/main.ts') }, outdir: inRoot('packages/cli/dist') });

if (process.argv.includes('--types')) {
  run(inRoot('node_modules/typescript/bin/tsc'), '-p', 'packages/cloud/tsconfig.types.json');
}
