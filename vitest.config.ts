import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    alias: { '@terrella/cloud': fileURLToPath(new URL('packages/cloud/src/index.ts', import.meta.url)) },
  },
  test: {
    include: ['packages/**/*.test.ts', 'scripts/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', '**/cdk.out/**'],
    pool: 'threads',
    maxWorkers: 2,
    testTimeout: 20_000,
  },
});
