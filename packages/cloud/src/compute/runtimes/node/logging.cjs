'use strict';
// The function's log. Every entry is one frame on a descriptor of its own, so that text of several lines stays one event.

const fs = require('node:fs');
const { format, inspect } = require('node:util');
const { isError, nameOf, stackLines } = require('./failures.cjs');

const entryType = 0xa55a0003;
const endType = 0xa55a00ff;
const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
const levelOfMethod = { trace: 'TRACE', debug: 'DEBUG', log: 'INFO', info: 'INFO', warn: 'WARN', error: 'ERROR', fatal: 'FATAL' };

class LogChannel {
  constructor({ logDescriptor, logFormat, logLevel }) {
    this.descriptor = logDescriptor;
    this.isJson = logFormat === 'JSON';
    this.lowest = Math.max(0, levels.indexOf((logLevel ?? 'TRACE').toUpperCase()));
    this.requestId = undefined;
  }

  passes(level) {
    return levels.indexOf(level) >= this.lowest;
  }

  /** One entry of text. */
  write(level, text) {
    const time = new Date().toISOString();
    if (!this.isJson) return this.raw(`${time}\t${this.requestId ?? 'undefined'}\t${level}\t${text}`);
    this.raw(JSON.stringify({ timestamp: time, level, requestId: this.requestId, message: text }));
  }

  /** What console.log and its like were given. */
  entry(level, args) {
    if (!this.passes(level)) return;
    if (!this.isJson) return this.write(level, format(...args));
    const time = new Date().toISOString();
    this.raw(jsonEntry({ timestamp: time, level, requestId: this.requestId }, args));
  }

  raw(text) {
    this.frame(entryType, Buffer.from(text));
  }

  /** Tells the parent that everything of this invocation has been written. */
  end(requestId) {
    process.stdout.flushPartial?.();
    process.stderr.flushPartial?.();
    this.frame(endType, Buffer.from(requestId));
  }

  frame(type, body) {
    const frame = Buffer.allocUnsafe(16 + body.length);
    frame.writeUInt32BE(type, 0);
    frame.writeUInt32BE(body.length, 4);
    frame.writeBigInt64BE(BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000)), 8);
    body.copy(frame, 16);
    writeAll(this.descriptor, frame);
  }
}

function writeAll(descriptor, bytes) {
  let offset = 0;
  while (offset < bytes.length) {
    try {
      offset += fs.writeSync(descriptor, bytes, offset);
    } catch (error) {
      if (error.code !== 'EAGAIN') return;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

function jsonEntry(base, args) {
  const [first] = args;
  const error = args.find(isError);
  const message = args.length === 1 && typeof first === 'object' && first !== null && !error ? first : format(...args);
  const entry = { ...base, message };
  if (error) Object.assign(entry, { errorType: nameOf(error), errorMessage: error.message, stackTrace: stackLines(error).slice(1) });
  try {
    return JSON.stringify(entry);
  } catch {
    return JSON.stringify({ ...base, message: inspect(message) });
  }
}

function patchConsole(target, log) {
  for (const [method, level] of Object.entries(levelOfMethod)) {
    target[method] = method === 'trace' ? (...args) => log.entry(level, [traced(args)]) : (...args) => log.entry(level, args);
  }
}

function traced(args) {
  const holder = { name: 'Trace', message: format(...args) };
  Error.captureStackTrace(holder, traced);
  return holder.stack;
}

/** Raw writes become one entry a line. */
function patchStream(stream, log) {
  let partial = '';
  stream.write = (chunk, encoding, done) => {
    const text = partial + (typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
    const lines = text.split('\n');
    partial = lines.pop();
    for (const line of lines) log.raw(line);
    const callback = typeof encoding === 'function' ? encoding : done;
    if (callback) process.nextTick(callback);
    return true;
  };
  stream.flushPartial = () => {
    if (partial !== '') log.raw(partial);
    partial = '';
  };
}

module.exports = { LogChannel, patchConsole, patchStream };
