'use strict';
// The Lambda Runtime API over one kept connection. node:http would cost ten times as much on each invocation.

const net = require('node:net');

const base = '/2018-06-01/runtime';
const headEnd = Buffer.from('\r\n\r\n');

class RuntimeClient {
  constructor(hostAndPort) {
    const colon = hostAndPort.lastIndexOf(':');
    this.hostHeader = `Host: ${hostAndPort}\r\n`;
    this.waiting = [];
    this.received = undefined;
    this.socket = net.connect(Number(hostAndPort.slice(colon + 1)), hostAndPort.slice(0, colon));
    this.socket.setNoDelay(true);
    this.socket.on('data', (chunk) => this.receive(chunk));
    this.socket.on('error', () => process.exit(1));
    this.socket.on('close', () => process.exit(1));
  }

  /** Keeps the process alive while it waits for the API. */
  hold() {
    this.socket.ref();
  }

  /** Lets the function's own work alone decide whether the event loop is empty. */
  release() {
    this.socket.unref();
  }

  next() {
    this.socket.write(this.request('GET', '/invocation/next'));
    return this.answer();
  }

  /** Hands in the result and asks for the next invocation in one write. */
  async complete(requestId, outcome) {
    const body = Buffer.isBuffer(outcome.body) ? outcome.body : Buffer.from(outcome.body);
    const path = `/invocation/${requestId}/${outcome.failed ? 'error' : 'response'}`;
    const headers = `Terrella-Memory-Bytes: ${process.resourceUsage().maxRSS * 1024}\r\n${outcome.headers ?? ''}`;
    this.socket.cork();
    this.socket.write(this.request('POST', path, body.length, headers));
    if (body.length > 0) this.socket.write(body);
    const accepted = this.answer();
    this.socket.write(this.request('GET', '/invocation/next'));
    const next = this.answer();
    this.socket.uncork();
    await accepted;
    return next;
  }

  error(requestId, description) {
    return this.report(`/invocation/${requestId}/error`, description);
  }

  initError(description) {
    return this.report('/init/error', description);
  }

  report(path, description) {
    const body = Buffer.from(JSON.stringify(description));
    const headers = `Lambda-Runtime-Function-Error-Type: ${headerSafe(description.errorType)}\r\n`;
    this.socket.write(Buffer.concat([Buffer.from(this.request('POST', path, body.length, headers)), body]));
    return this.answer();
  }

  request(method, path, length, headers = '') {
    const content = length === undefined ? '' : `Content-Type: application/json\r\nContent-Length: ${length}\r\n`;
    return `${method} ${base}${path} HTTP/1.1\r\n${this.hostHeader}${content}${headers}\r\n`;
  }

  answer() {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  receive(chunk) {
    let data = this.received ? Buffer.concat([this.received, chunk]) : chunk;
    for (;;) {
      const end = data.indexOf(headEnd);
      if (end < 0) break;
      const head = parseHead(data.latin1Slice(0, end));
      const bodyStart = end + headEnd.length;
      const length = Number(head['content-length'] ?? 0);
      if (data.length < bodyStart + length) break;
      this.waiting.shift()?.({ headers: head, body: data.subarray(bodyStart, bodyStart + length) });
      data = data.subarray(bodyStart + length);
    }
    this.received = data.length > 0 ? data : undefined;
  }
}

function parseHead(text) {
  const headers = {};
  for (const line of text.split('\r\n').slice(1)) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  return headers;
}

const headerSafe = (text) => String(text).replace(/[^\x20-\x7e]/g, '?').slice(0, 256);

module.exports = { RuntimeClient, headerSafe };
