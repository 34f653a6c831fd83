'use strict';
// Custom resources answer to a URL of their stack. Many of them, AWS's own module first, take only its host and path and
// always speak HTTPS on port 443; here that leads to the cloud, which speaks HTTP on its own port.

const Module = require('node:module');

const answerPath = '/_terrella/';

function install(endpoint) {
  const load = Module._load;
  let isPatched = false;
  Module._load = function (request, ...rest) {
    const loaded = load.call(this, request, ...rest);
    if (!isPatched && (request === 'https' || request === 'node:https')) {
      isPatched = true;
      patch(loaded, new URL(endpoint));
    }
    return loaded;
  };
}

function patch(https, endpoint) {
  const { request } = https;
  https.request = function (...args) {
    const call = parse(args);
    if (!isLoopback(call.hostname) || !call.path.startsWith(answerPath)) return request.apply(this, args);
    const { agent: _agent, host: _host, protocol: _protocol, ...options } = call.options;
    return require('node:http').request({ ...options, hostname: endpoint.hostname, port: endpoint.port, path: call.path }, call.callback);
  };
  https.get = function (...args) {
    const sent = https.request(...args);
    sent.end();
    return sent;
  };
  Module.syncBuiltinESMExports();
}

/** `request(url, options?, callback?)` or `request(options, callback?)`. */
function parse(args) {
  const callback = args.find((argument) => typeof argument === 'function');
  const [first, second] = args;
  const url = typeof first === 'string' ? parseUrl(first) : first instanceof URL ? first : undefined;
  const options = (url ? (typeof second === 'object' ? second : undefined) : first) ?? {};
  const hostname = String(options.hostname ?? options.host ?? url?.hostname ?? '');
  const path = String(options.path ?? (url ? url.pathname + url.search : ''));
  return { callback, options, hostname, path };
}

function parseUrl(text) {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

const isLoopback = (hostname) => hostname === '127.0.0.1' || hostname === 'localhost' || hostname.startsWith('127.0.0.1:') || hostname.startsWith('localhost:');

module.exports = { install };
