'use strict';
// Runs one Node.js function: loads its handler, then serves invocations from the Lambda Runtime API one after another.

const { takeSettings } = require('./settings.cjs');
const settings = takeSettings(process.env);
const { LogChannel, patchConsole, patchStream } = require('./logging.cjs');
const { RuntimeClient } = require('./client.cjs');
const { describe, logged } = require('./failures.cjs');
const { loadHandler } = require('./handler.cjs');
const { Invocations } = require('./invocations.cjs');

const log = new LogChannel(settings);
patchConsole(console, log);
patchStream(process.stdout, log);
patchStream(process.stderr, log);
if (settings.shiftsClock) require('./clock.cjs').install();
if (settings.usesHooks) require('./resolution.cjs').install(settings);
if (settings.endpoint) require('./outbound.cjs').install(settings.endpoint);
require('./streaming.cjs').install(globalThis);

const client = new RuntimeClient(settings.runtimeApi);
const invocations = new Invocations(client, log, settings);

/** The parent's end of stdin closes when it dies, however it dies. */
process.stdin.on('end', () => process.exit(1)).on('error', () => process.exit(1));
process.stdin.resume();
process.stdin.unref();

process.on('uncaughtException', (error) => leave('Uncaught Exception', error, 129));
process.on('unhandledRejection', (reason, promise) => {
  const error = new Error(String(reason));
  error.name = 'Runtime.UnhandledPromiseRejection';
  error.stack = [`${error.name}: ${error.message}`, ...String(error.stack).split('\n').slice(1)].join('\n');
  error.reason = reason;
  error.promise = promise;
  leave('Unhandled Promise Rejection', error, 128);
});

let leaving = false;

function leave(title, error, exitCode) {
  if (leaving) return;
  leaving = true;
  log.write('ERROR', `${title} \t${logged(error)}`);
  client.hold();
  invocations.abandon(error).finally(() => process.exit(exitCode));
}

async function main() {
  client.hold();
  let handler;
  try {
    client.release();
    const loading = loadHandler(settings);
    const stuck = new Promise((_, reject) => process.once('beforeExit', () => reject(unsettledTopLevel())));
    handler = await Promise.race([loading, stuck]);
    process.removeAllListeners('beforeExit');
  } catch (error) {
    log.write('ERROR', `Uncaught Exception \t${logged(error)}`);
    client.hold();
    await client.initError(describe(error));
    process.exit(1);
  }
  await invocations.serve(handler);
}

function unsettledTopLevel() {
  const error = new Error('The function module never finished loading: its top-level await was never settled');
  error.name = 'Runtime.ExitError';
  return error;
}

main().catch((error) => {
  log.write('ERROR', `Runtime failure \t${logged(error)}`);
  process.exit(1);
});
