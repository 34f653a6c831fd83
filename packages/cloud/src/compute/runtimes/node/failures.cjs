'use strict';
// Errors as AWS's Node.js runtime reports them.

const isError = (value) =>
  value instanceof Error || (typeof value === 'object' && value !== null && typeof value.message === 'string' && typeof value.stack === 'string');

/** The body of an error response: `errorType`, `errorMessage`, `trace`. */
function describe(error) {
  if (!isError(error)) return { errorType: typeof error, errorMessage: textOf(error), trace: [] };
  return { errorType: nameOf(error), errorMessage: String(error.message), trace: stackLines(error) };
}

/** What goes into the log: the same with the stack and the error's own members. */
function logged(error) {
  try {
    return JSON.stringify(loggable(error, new Set()));
  } catch {
    return JSON.stringify({ errorType: nameOf(error), errorMessage: textOf(error) });
  }
}

function loggable(error, seen) {
  if (!isError(error)) return { errorType: typeof error, errorMessage: textOf(error), stack: [] };
  seen.add(error);
  const out = { errorType: nameOf(error), errorMessage: String(error.message) };
  if (error.code !== undefined) out.code = error.code;
  for (const name of Object.keys(error)) {
    if (name === 'name' || name === 'message' || name === 'stack' || name in out) continue;
    const value = error[name];
    out[name] = isError(value) ? (seen.has(value) ? '[Circular]' : loggable(value, seen)) : value;
  }
  out.stack = stackLines(error);
  return out;
}

const nameOf = (error) => (typeof error?.name === 'string' && error.name !== '' ? error.name : (error?.constructor?.name ?? 'Error'));

const stackLines = (error) => String(error.stack ?? '').split('\n');

function textOf(value) {
  try {
    return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
  } catch {
    return '[unprintable]';
  }
}

/** An error that the runtime itself raises, such as `Runtime.HandlerNotFound`. */
function runtimeError(name, message, cause) {
  const error = new Error(message);
  error.name = name;
  const stack = String((cause ?? error).stack ?? '').split('\n');
  error.stack = cause ? [`${name}: ${message}`, ...stack.filter((line) => /^\s+at /.test(line))].join('\n') : error.stack.replace(/^Error/, name);
  return error;
}

module.exports = { describe, isError, logged, runtimeError, stackLines, nameOf };
