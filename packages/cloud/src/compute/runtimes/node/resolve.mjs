// Off-thread form of resolve.cjs, for Node.js before 22.15.
import { isBare, isMissing, layerUrl } from './resolve.cjs';

let layerRoot;
let parentUrl;

export function initialize(data) {
  ({ layerRoot, parentUrl } = data);
}

export async function resolve(specifier, context, next) {
  const wanted = layerUrl(specifier, layerRoot);
  try {
    return await next(wanted, context);
  } catch (error) {
    if (!parentUrl || !isBare(wanted) || !isMissing(error)) throw error;
    return next(wanted, { ...context, parentURL: parentUrl }).catch(() => {
      throw error;
    });
  }
}
