// Builds what runs: the service models, the engine's bundle, the command line's. `--types` also writes declarations.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 15)) {
  console.error(`Terrella needs Node.js 20.15 or newer; this is ${process.version}.`);
  process.exit(1);
}
const { build } = await import('esbuild');

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

/** Replaces a dist folder in one go: a build that fails leaves the last one working. */
async function bundle(packageFolder, entryPoints) {
  const outdir = inRoot(packageFolder, 'dist');
  const { outputFiles } = await build({ ...shared, write: false, entryPoints, outdir });
  rmSync(outdir, { recursive: true, force: true });
  for (const { path, contents } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
  }
}

await bundle('packages/cloud', { index: inRoot('packages/cloud/src/index.ts'), deploy: inRoot('packages/cloud/src/deploy/index.ts') });
cpSync(inRoot('packages/cloud/src/compute/runtimes'), inRoot('packages/cloud/dist/runtimes'), { recursive: true });
await bundle('packages/cli', { main: inRoot('packages/cli/src/main.ts') });

if (process.argv.includes('--types')) {
  run(inRoot('node_modules/typescript/bin/tsc'), '-p', 'packages/cloud/tsconfig.types.json');
}
