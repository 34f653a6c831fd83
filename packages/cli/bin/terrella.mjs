#!/usr/bin/env -S node --max-semi-space-size=32
// Requests make short-lived objects by the megabyte: more room for the young spares the collector a tenth of its work.
import { existsSync } from 'node:fs';

const [major, minor] = process.versions.node.split('.').map(Number);
const main = new URL('../dist/main.js', import.meta.url);
if (major < 20 || (major === 20 && minor < 15)) {
  console.error(`terrella needs Node.js 20.15 or newer; this is ${process.version}. Install a newer one and try again.`);
  process.exitCode = 1;
} else if (!existsSync(main)) {
  console.error('terrella is not built yet: run `npm run build` in the repository first.');
  process.exitCode = 1;
} else {
  // The SDK announces future requirements on stderr, which are not this command's to repeat.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const { run } = await import(main.href);
  await run(process.argv);
}
