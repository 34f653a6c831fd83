// npm run new:operation SERVICE OPERATION: the file of an operation, its test, and its line in the manifest.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const services = join(dirname(fileURLToPath(import.meta.url)), '../packages/cloud/src/services');

function fail(message) {
  console.error(message);
  process.exit(2);
}

const [service, operation] = process.argv.slice(2);
if (!service || !operation) fail('Usage: npm run new:operation SERVICE OPERATION, for example: npm run new:operation sqs StartMessageMoveTask');
const entry = new RegExp(`entry\\('${service}', '([^']+)', '([a-z0-9-]+)'`).exec(readFileSync(join(services, 'catalog.ts'), 'utf8'));
if (!entry) fail(`No service ${service} in services/catalog.ts`);
const [, title, sdk] = entry;

const model = readFileSync(join(services, `../generated/${service}.ts`), 'utf8');
if (!/^[A-Z]\w+$/.test(operation) || !model.includes(`"${operation}":{`)) fail(`${title} has no operation ${operation} in the SDK's model (run \`npm run models\` if the SDK is new)`);

const name = operation[0].toLowerCase() + operation.slice(1);
const file = join(services, service, 'operations', `${name}.ts`);
const test = join(services, service, 'operations', `${name}.test.ts`);
if (existsSync(file)) fail(`${file} exists already`);

writeFileSync(
  file,
  `import type { ${operation}CommandInput, ${operation}CommandOutput } from '@aws-sdk/client-${sdk}';
import { notImplemented } from '../../../kernel/errors.js';
import { operation } from '../../../kernel/service.js';

/** What it does, its limits and errors, and AWS's page on it. */
export const ${name} = operation<${operation}CommandInput, ${operation}CommandOutput>({
  unsupported: [],
  run() {
    throw notImplemented('${title} ${operation}');
  },
});
`,
);
writeFileSync(
  test,
  `import { expect, it } from 'vitest';
import { Cloud } from '../../../index.js';

it('does what AWS does', async () => {
  await using cloud = await Cloud.start({ clock: 'virtual' });
  const answer = await cloud.call('${service}', '${operation}', {});
  expect(answer).toEqual({});
});
`,
);

const index = join(services, service, 'index.ts');
const manifest = readFileSync(index, 'utf8');
const lines = manifest.split('\n');
const importLine = `import { ${name} } from './operations/${name}.js';`;
const firstImport = lines.findIndex((line) => line.startsWith('import'));
const place = lines.findIndex((line, i) => i >= firstImport && line > importLine && line.includes("'./operations/"));
lines.splice(place < 0 ? firstImport : place, 0, importLine);
const opening = lines.findIndex((line) => /^\s+operations: \{/.test(line));
if (opening < 0) {
  console.log(`Add \`${operation}: ${name}\` to the operations in ${index}.`);
} else {
  lines.splice(opening + 1, 0, `    ${operation}: ${name},`);
  writeFileSync(index, lines.join('\n'));
}
console.log(`Wrote ${file}\n      ${test}\nNext: the meaning, the test, and \`npm run support\`.`);
