'use strict';
// The rules of resolution.cjs for `import`.

const path = require('node:path');
const { pathToFileURL } = require('node:url');

const isBare = (specifier) => !/^(?:[./]|[a-zA-Z][a-zA-Z0-9+.-]*:)/.test(specifier);

function layerUrl(specifier, layerRoot) {
  if (!layerRoot) return specifier;
  const file = specifier.startsWith('file:///opt/') ? decodeURIComponent(specifier.slice('file://'.length)) : specifier;
  return file.startsWith('/opt/') ? pathToFileURL(path.join(layerRoot, file.slice('/opt/'.length))).href : specifier;
}

const isMissing = (error) => error?.code === 'ERR_MODULE_NOT_FOUND' || error?.code === 'MODULE_NOT_FOUND';

function synchronous({ layerRoot, parentUrl }) {
  return {
    resolve(specifier, context, next) {
      const wanted = layerUrl(specifier, layerRoot);
      try {
        return next(wanted, context);
      } catch (error) {
        if (!parentUrl || !isBare(wanted) || !isMissing(error)) throw error;
        try {
          return next(wanted, { ...context, parentURL: parentUrl });
        } catch {
          throw error;
        }
      }
    },
  };
}

module.exports = { isBare, isMissing, layerUrl, synchronous };
