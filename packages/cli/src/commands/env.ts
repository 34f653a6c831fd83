import { labAt } from '../lab.js';
import type { CommonOptions } from '../options.js';
import { createOutput } from '../output.js';

/** Prints `export` lines for a shell, or one object. */
export async function env(options: CommonOptions): Promise<void> {
  const output = createOutput(options.json === true);
  const lab = labAt(options.endpoint);
  const health = await lab.health();
  const variables = {
    AWS_ENDPOINT_URL: lab.endpoint.replace(/\/$/, ''),
    AWS_ACCESS_KEY_ID: health && health.account !== '000000000000' ? health.account : 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: health?.region ?? 'us-east-1',
    AWS_DEFAULT_REGION: health?.region ?? 'us-east-1',
  };
  output.result(variables);
  for (const [name, value] of Object.entries(variables)) output.line(`export ${name}=${value}`);
  if (!health) process.stderr.write(`# no lab answers at ${lab.endpoint} yet\n`);
}
