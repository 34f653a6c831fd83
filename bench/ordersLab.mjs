import { mkdtempSync, readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const blueprint = fileURLToPath(new URL('../packages/patterns/blueprints/orders/', import.meta.url));

/** Synthesises the orders blueprint; returns the directory of its assembly. */
export function synthesiseOrders() {
  const { context } = JSON.parse(readFileSync(join(blueprint, 'cdk.json'), 'utf8'));
  const directory = mkdtempSync(join(tmpdir(), 'terrella-bench-orders-'));
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'app.ts'], {
    cwd: blueprint,
    env: { ...process.env, CDK_OUTDIR: directory, CDK_CONTEXT_JSON: JSON.stringify(context), CDK_DEFAULT_ACCOUNT: '000000000000', CDK_DEFAULT_REGION: 'us-east-1' },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return directory;
}
