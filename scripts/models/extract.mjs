// Writes packages/cloud/src/generated/: one compact model a service, from the schemas that the official SDK clients carry
// and the constraints in packages/cloud/models/. Run by `npm run models`; does nothing where its inputs are unchanged.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { extractModel } from './schema.mjs';
import { overrides, protocolOfClass } from './overrides.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const cloud = join(here, '../../packages/cloud');
const generated = join(cloud, 'src/generated');
const require = createRequire(join(cloud, 'package.json'));

/** `[service, SDK package]` of every entry of the catalog, read from its source since this runs before any build. */
function services() {
  const source = readFileSync(join(cloud, 'src/services/catalog.ts'), 'utf8');
  const found = [...source.matchAll(/\bentry\('([a-z0-9]+)', '[^']+', '([a-z0-9-]+)'/g)];
  if (found.length === 0) throw new Error('no service found in services/catalog.ts');
  return found.map(([, service, sdk]) => [service, `@aws-sdk/client-${sdk}`]);
}

/** The clients allow it to be read: they have no exports map. */
const versionOf = (sdkPackage) => JSON.parse(readFileSync(require.resolve(`${sdkPackage}/package.json`), 'utf8')).version;

const constraintsFile = (service) => join(cloud, 'models/constraints', `${service}.json`);

function stampOf(list) {
  const hash = createHash('sha256');
  for (const name of ['extract.mjs', 'schema.mjs', 'overrides.mjs']) hash.update(readFileSync(join(here, name)));
  for (const [service, sdkPackage] of list) {
    hash.update(`${service} ${sdkPackage} ${versionOf(sdkPackage)}\n`);
    if (existsSync(constraintsFile(service))) hash.update(readFileSync(constraintsFile(service)));
  }
  return hash.digest('hex');
}

async function modelOf(service, sdkPackage) {
  const sdk = await import(require.resolve(sdkPackage));
  const Client = Object.entries(sdk).find(([name]) => /^[A-Z]\w*Client$/.test(name))[1];
  const client = new Client({ region: 'us-east-1', credentials: { accessKeyId: 'none', secretAccessKey: 'none' } });
  const protocol = protocolOfClass[client.config.protocol.constructor.name];
  if (!protocol) throw new Error(`${sdkPackage} speaks ${client.config.protocol.constructor.name}, which nobody has taught the wire`);
  const constraints = existsSync(constraintsFile(service)) ? JSON.parse(readFileSync(constraintsFile(service), 'utf8')) : undefined;
  return extractModel({ service, sdk, settings: client.config.protocolSettings, protocol, constraints, override: overrides[service] ?? {} });
}

const quoted = (json) => `'${json.replace(/[\\']/g, '\\$&').replace(/\u2028/g, '\\u2028').replace(/\u2029/g, '\\u2029')}'`;

function indexSource(models) {
  const summary = models.map(({ service, apiVersion, target, protocols }) => ({ service, apiVersion, target, protocols }));
  const loaders = models.map(({ service }) => `  ${service}: async () => (await import('./${service}.js')).model,`).join('\n');
  return `// Written by scripts/models/extract.mjs.
import type { ServiceModel, ServiceSummary } from '../wire/model.js';

/** Enough to route by, without loading a model. */
export const summaries: readonly ServiceSummary[] = ${JSON.stringify(summary)};

const loaders: Record<string, () => Promise<ServiceModel>> = {
${loaders}
};

/** The model of a service of the catalog; loaded once, on first use. Rejects for any other name. */
export async function loadModel(service: string): Promise<ServiceModel> {
  const load = loaders[service];
  if (!load) throw new Error(\`no model of \${service}\`);
  return load();
}
`;
}

async function main() {
  const list = services();
  const stampFile = join(generated, 'stamp');
  const stamp = stampOf(list);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  mkdirSync(generated, { recursive: true });
  const models = [];
  for (const [service, sdkPackage] of list) {
    const model = await modelOf(service, sdkPackage);
    models.push(model);
    writeFileSync(
      join(generated, `${service}.ts`),
      `// Written by scripts/models/extract.mjs from ${sdkPackage} ${versionOf(sdkPackage)}.\n` +
        `import type { ServiceModel } from '../wire/model.js';\n\nexport const model: ServiceModel = JSON.parse(${quoted(JSON.stringify(model))});\n`,
    );
  }
  writeFileSync(join(generated, 'index.ts'), indexSource(models));
  writeFileSync(stampFile, stamp);
  process.stdout.write(`models of ${models.length} services written to packages/cloud/src/generated\n`);
}

process.removeAllListeners('warning');
process.on('warning', (warning) => {
  if (!warning.message.startsWith('NodeVersionSupportWarning')) process.stderr.write(`${warning.name}: ${warning.message}\n`);
});
await main();
