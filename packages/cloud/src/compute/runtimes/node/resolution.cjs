'use strict';
// Where the machine has no /opt of the function's own, or its code lies outside the pool's tree: `/opt/…` leads to the
// layers, and packages that the function lacks are looked for among those a Lambda runtime brings along.

const Module = require('node:module');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

function install({ layerRoot, packages }) {
  const resolveFilename = Module._resolveFilename;
  Module._resolveFilename = function (request, ...rest) {
    return resolveFilename.call(this, mapped(request, layerRoot), ...rest);
  };
  const data = { layerRoot, parentUrl: packages && pathToFileURL(path.join(packages, 'noop.mjs')).href };
  if (typeof Module.registerHooks === 'function') {
    const hooks = require('./resolve.cjs').synchronous(data);
    Module.registerHooks(hooks);
  } else {
    Module.register(pathToFileURL(path.join(__dirname, 'resolve.mjs')).href, { data });
  }
}

const mapped = (request, layerRoot) =>
  layerRoot && typeof request === 'string' && request.startsWith('/opt/') ? path.join(layerRoot, request.slice('/opt/'.length)) : request;

module.exports = { install };
