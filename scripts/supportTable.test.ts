import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { catalog } from '../packages/cloud/src/services/catalog.js';
import { currentPage, supportPage } from './supportTable.js';

describe('docs/support.md', () => {
  it('says what the manifests say (npm run support writes it)', async () => {
    expect(currentPage()).toBe(await supportPage());
  });

  it.each(catalog.map(({ name }) => name))('%s has a page of its deviations', (name) => {
    expect(existsSync(fileURLToPath(new URL(`../packages/cloud/src/services/${name}/README.md`, import.meta.url)))).toBe(true);
  });
});
