import type { Execution } from './execution.js';
import { GatewayFailure } from './failure.js';
import type { CompiledMethod } from './compiled.js';

/** What the method's request validator has against the call. */
export function invalidity(execution: Execution, method: CompiledMethod): GatewayFailure | undefined {
  const { request, pathParameters } = execution;
  const missing = method.requiredParameters.filter(({ place, name }) => {
    if (place === 'path') return !pathParameters?.[name];
    if (place === 'querystring' || place === 'multivaluequerystring') return !request.query?.[name]?.some((value) => value !== '');
    return !request.headers.get(name);
  });
  if (missing.length > 0) {
    return new GatewayFailure('BAD_REQUEST_PARAMETERS', `Missing required request parameters: [${missing.map(({ name }) => name).join(', ')}]`);
  }
  const fault = method.validateBody?.(request.headers.get('content-type'), request.body);
  return fault === undefined ? undefined : new GatewayFailure('BAD_REQUEST_BODY', 'Invalid request body', undefined, fault);
}
