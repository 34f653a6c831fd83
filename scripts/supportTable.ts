// npm run support: writes docs/support.md from the manifests and the SDK's models.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadModel } from '../packages/cloud/src/generated/index.js';
import { catalog } from '../packages/cloud/src/services/catalog.js';

const file = fileURLToPath(new URL('../docs/support.md', import.meta.url));

/** The whole page. */
export async function supportPage(): Promise<string> {
  const lines = [
    '# What is supported',
    '',
    '<!-- Written by `npm run support` from the manifests; do not edit. -->',
    '',
    'An operation that is not listed answers `NotImplementedException` (HTTP 501) and names itself; so does a parameter marked',
    '*unsupported*, and a CloudFormation property or type that is missing fails its stack by name.',
    '',
    '| service | operations | of | resource types |',
    '|---|---|---|---|',
  ];
  const details: string[] = [];
  for (const { name, title, load } of catalog) {
    const [manifest, model] = await Promise.all([load(), loadModel(name)]);
    const operations = Object.keys(manifest.operations).filter((operation) => !operation.startsWith('_')).sort();
    const types = manifest.resourceTypes ?? [];
    lines.push(`| [${title}](#${title.toLowerCase().replaceAll(' ', '-')}) | ${operations.length} | ${Object.keys(model.operations).length} | ${types.length} |`);
    details.push('', `## ${title}`, '', `Deviations from AWS: [services/${name}](../packages/cloud/src/services/${name}/README.md).`, '');
    for (const operation of operations) {
      const unsupported = manifest.operations[operation]!.unsupported ?? [];
      details.push(`- ${operation}${unsupported.length === 0 ? '' : ` (unsupported: ${unsupported.map((member) => `\`${member}\``).join(', ')})`}`);
    }
    if (types.length === 0) continue;
    details.push('', 'CloudFormation:', '');
    for (const { type, unsupported = [] } of [...types].sort((a, b) => (a.type < b.type ? -1 : 1))) {
      details.push(`- \`${type}\`${unsupported.length === 0 ? '' : ` (unsupported: ${unsupported.map((property) => `\`${property}\``).join(', ')})`}`);
    }
  }
  return `${[...lines, ...details].join('\n')}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(file, await supportPage());
  console.log(`Wrote ${file}`);
}

export const currentPage = (): string => readFileSync(file, 'utf8');
