'use strict';
// Finds and loads `path/file.export.nested` under the task root, CommonJS or ES module.

const fs = require('node:fs');
const path = require('node:path');
const { createRequire } = require('node:module');
const { runtimeError } = require('./failures.cjs');

async function loadHandler(settings) {
  const { directory, file, exportPath } = split(settings.handler);
  const module = await loadModule(settings.taskRoot, directory, file);
  const handler = exportPath.split('.').reduce((object, name) => (object == null ? undefined : object[name]), module);
  if (handler === undefined || handler === null) {
    throw runtimeError('Runtime.HandlerNotFound', `${settings.handler} is undefined or not exported`);
  }
  if (typeof handler !== 'function') throw runtimeError('Runtime.HandlerNotFound', `${settings.handler} is not a function`);
  if (settings.runtime === 'nodejs24.x' && handler.length >= 3 && !isStreaming(handler)) {
    throw runtimeError(
      'Runtime.CallbackHandlerDeprecated',
      'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later.',
    );
  }
  return handler;
}

function split(handler) {
  if (handler.includes('..')) {
    throw runtimeError(
      'Runtime.MalformedHandlerName',
      `'${handler}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  }
  const name = path.basename(handler);
  const directory = handler.slice(0, handler.length - name.length);
  const dot = name.indexOf('.');
  if (dot < 0) throw runtimeError('Runtime.MalformedHandlerName', 'Bad handler');
  return { directory, file: name.slice(0, dot), exportPath: name.slice(dot + 1) };
}

async function loadModule(taskRoot, directory, file) {
  const root = fs.realpathSync(taskRoot);
  const target = path.resolve(root, directory, file);
  try {
    if (isFile(target)) return load(target);
    if (isFile(`${target}.js`)) return isModule(`${target}.js`) ? await importFile(`${target}.js`) : load(`${target}.js`);
    if (isFile(`${target}.mjs`)) return await importFile(`${target}.mjs`);
    if (isFile(`${target}.cjs`)) return load(`${target}.cjs`);
    return load(createRequire(path.join(root, 'noop.js')).resolve(`./${directory}${file}`));
  } catch (error) {
    throw classified(error);
  }
}

/** With the file itself as the requiring module, so that its own directory decides where packages come from. */
const load = (file) => createRequire(file)(file);

function importFile(file) {
  // Loaded by `require` first: what outbound.cjs changes in it is seen by `import` too.
  require('node:https');
  return import(require('node:url').pathToFileURL(file).href);
}

function classified(error) {
  if (error instanceof SyntaxError) return runtimeError('Runtime.UserCodeSyntaxError', `SyntaxError: ${error.message}`, error);
  if (error?.code === 'MODULE_NOT_FOUND' || error?.code === 'ERR_MODULE_NOT_FOUND') {
    return runtimeError('Runtime.ImportModuleError', `Error: ${error.message}`, error);
  }
  return error;
}

const isFile = (file) => fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;

/** Whether the nearest package.json above says `"type": "module"`. */
function isModule(file) {
  for (let directory = path.dirname(file); ; directory = path.dirname(directory)) {
    const description = path.join(directory, 'package.json');
    if (isFile(description)) {
      try {
        return JSON.parse(fs.readFileSync(description, 'utf8')).type === 'module';
      } catch {
        return false;
      }
    }
    if (directory === path.dirname(directory)) return false;
  }
}

const isStreaming = (handler) => handler[Symbol.for('aws.lambda.runtime.handler.streaming')] !== undefined;

module.exports = { loadHandler, isStreaming };
