import type { Execution } from './execution.js';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (n: number): string => String(n).padStart(2, '0');

/** `21/Nov/2026:09:08:07 +0000`. */
export function requestTime(atMs: number): string {
  const at = new Date(atMs);
  return `${two(at.getUTCDate())}/${months[at.getUTCMonth()]}/${at.getUTCFullYear()}:${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0000`;
}

/** The name that callers used where it is one of API Gateway's, else the one they would use on AWS. */
export function domainName({ request, apiId, scope }: Execution): string {
  const host = request.headers.get('host')?.replace(/:\d+$/, '');
  return host?.startsWith(`${apiId}.execute-api.`) && !host.endsWith('localhost') ? host : `${apiId}.execute-api.${scope.region}.amazonaws.com`;
}

/** `event.requestContext` of a Lambda proxy integration. */
export function requestContext(execution: Execution) {
  const { request, apiId, scope, stage, method } = execution;
  const domain = domainName(execution);
  return {
    resourceId: method!.resource.id,
    resourcePath: method!.resource.path,
    httpMethod: request.httpMethod,
    extendedRequestId: execution.extendedRequestId,
    requestTime: requestTime(execution.startedAtMs),
    path: `/${stage.stageName}${request.path}`,
    accountId: scope.account,
    protocol: 'HTTP/1.1',
    stage: stage.stageName,
    domainPrefix: domain.split('.', 1)[0]!,
    requestTimeEpoch: execution.startedAtMs,
    requestId: execution.requestId,
    identity: identity(execution),
    domainName: domain,
    deploymentId: stage.deploymentId,
    apiId,
  };
}

function identity({ request, apiKey }: Execution) {
  return {
    cognitoIdentityPoolId: null,
    ...(apiKey ? { apiKey: apiKey.value } : {}),
    cognitoIdentityId: null,
    ...(apiKey ? { apiKeyId: apiKey.id } : {}),
    principalOrgId: null,
    cognitoAuthenticationType: null,
    userArn: null,
    userAgent: request.headers.get('user-agent') ?? null,
    accountId: null,
    caller: null,
    sourceIp: request.sourceIp,
    accessKey: null,
    cognitoAuthenticationProvider: null,
    user: null,
  };
}

/** `$context`, with what an answer adds to it. */
export function contextVariables(execution: Execution, answer: { readonly status?: number; readonly responseLength?: number; readonly responseLatency?: number } = {}) {
  const { request, apiId, scope, stage, method, failure } = execution;
  const domain = domainName(execution);
  const { cognitoIdentityPoolId: _unset, ...caller } = identity(execution);
  return {
    accountId: scope.account,
    apiId,
    awsEndpointRequestId: execution.requestId,
    deploymentId: stage.deploymentId,
    domainName: domain,
    domainPrefix: domain.split('.', 1)[0]!,
    endpointType: 'REGIONAL',
    ...(failure
      ? {
          error: {
            message: failure.message,
            messageString: JSON.stringify(failure.message),
            responseType: failure.type,
            validationErrorString: failure.validationError ?? '',
          },
        }
      : {}),
    extendedRequestId: execution.extendedRequestId,
    httpMethod: request.httpMethod,
    identity: Object.fromEntries(Object.entries(caller).filter(([, value]) => value !== null)) as Record<string, string>,
    integration: {
      status: execution.integrationStatus,
      latency: execution.integrationLatencyMs,
      integrationStatus: execution.integrationStatus,
      error: execution.integrationErrorMessage,
      requestId: execution.requestId,
    },
    integrationStatus: execution.integrationStatus,
    integrationLatency: execution.integrationLatencyMs,
    integrationErrorMessage: execution.integrationErrorMessage,
    path: `/${stage.stageName}${request.path}`,
    protocol: 'HTTP/1.1',
    requestId: execution.requestId,
    requestTime: requestTime(execution.startedAtMs),
    requestTimeEpoch: execution.startedAtMs,
    resourceId: method?.resource.id,
    resourcePath: method?.resource.path,
    stage: stage.stageName,
    xrayTraceId: execution.traceRoot.replace('Root=', ''),
    ...answer,
  };
}

/** `error.message` of `$context.error.message`; undefined where there is nothing. */
export function contextValue(variables: object, path: string): string | undefined {
  let value: unknown = variables;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value === undefined || value === null ? undefined : typeof value === 'object' ? JSON.stringify(value) : String(value);
}
