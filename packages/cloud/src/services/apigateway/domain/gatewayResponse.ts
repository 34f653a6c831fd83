import { badRequest, parameterNotFound } from '../errors.js';
import { parseSource, parseTarget } from './mapping.js';
import { pathWording, without } from './patch.js';
import type { PatchRule } from './patch.js';
import type { GatewayResponseRecord } from './state.js';

/**
 * Status of each kind of answer that the gateway gives by itself; the two defaults have none.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
export const gatewayResponseStatus = {
  ACCESS_DENIED: '403',
  API_CONFIGURATION_ERROR: '500',
  AUTHORIZER_CONFIGURATION_ERROR: '500',
  AUTHORIZER_FAILURE: '500',
  BAD_REQUEST_BODY: '400',
  BAD_REQUEST_PARAMETERS: '400',
  DEFAULT_4XX: undefined,
  DEFAULT_5XX: undefined,
  EXPIRED_TOKEN: '403',
  INTEGRATION_FAILURE: '504',
  INTEGRATION_TIMEOUT: '504',
  INVALID_API_KEY: '403',
  INVALID_SIGNATURE: '403',
  MISSING_AUTHENTICATION_TOKEN: '403',
  QUOTA_EXCEEDED: '429',
  REQUEST_TOO_LARGE: '413',
  RESOURCE_NOT_FOUND: '404',
  THROTTLED: '429',
  UNAUTHORIZED: '401',
  UNSUPPORTED_MEDIA_TYPE: '415',
  WAF_FILTERED: '403',
} as const;

export type GatewayResponseType = keyof typeof gatewayResponseStatus;

export const gatewayResponseTypes = Object.keys(gatewayResponseStatus) as GatewayResponseType[];

const defaultTemplates = { 'application/json': '{"message":$context.error.messageString}' } as const;

/** A response as it is in force, and whether nobody has set it. */
export interface EffectiveResponse extends GatewayResponseRecord {
  readonly responseType: GatewayResponseType;
  readonly defaultResponse: boolean;
}

/**
 * What stands for a type: the API's own, else its DEFAULT_4XX or DEFAULT_5XX, else AWS's. A status set on a default
 * replaces that of all types below it.
 */
export function effectiveResponse(type: GatewayResponseType, own: (type: GatewayResponseType) => GatewayResponseRecord | undefined): EffectiveResponse {
  const status = gatewayResponseStatus[type];
  const mine = own(type);
  if (mine) return { ...mine, responseType: type, defaultResponse: false, ...(mine.statusCode ?? status ? { statusCode: mine.statusCode ?? status! } : {}) };
  const fallback = status === undefined ? undefined : own(status >= '500' ? 'DEFAULT_5XX' : 'DEFAULT_4XX');
  const statusCode = fallback?.statusCode ?? status;
  return {
    responseType: type,
    defaultResponse: true,
    responseParameters: fallback?.responseParameters ?? {},
    responseTemplates: fallback?.responseTemplates ?? defaultTemplates,
    ...(statusCode === undefined ? {} : { statusCode }),
  };
}

export interface GatewayResponseInput {
  readonly statusCode?: string | undefined;
  readonly responseParameters?: Readonly<Record<string, string>> | undefined;
  readonly responseTemplates?: Readonly<Record<string, string>> | undefined;
}

export function newGatewayResponse(type: GatewayResponseType, input: GatewayResponseInput): GatewayResponseRecord {
  const response: GatewayResponseRecord = {
    responseType: type,
    responseParameters: { ...input.responseParameters },
    responseTemplates: input.responseTemplates && Object.keys(input.responseTemplates).length > 0 ? { ...input.responseTemplates } : defaultTemplates,
    ...(input.statusCode === undefined ? {} : { statusCode: input.statusCode }),
  };
  checkParameters(response);
  return response;
}

function checkParameters(response: GatewayResponseRecord): void {
  for (const [target, source] of Object.entries(response.responseParameters)) {
    if (parseTarget(target, 'gatewayresponse')?.place !== 'header') throw badRequest(`Invalid mapping expression parameter specified: ${target}`);
    if (!parseSource(source, 'method.request')) throw badRequest(`Invalid mapping expression specified: ${source}`);
  }
}

/** https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateGatewayResponse-Patch */
export const gatewayResponseRules: readonly PatchRule<GatewayResponseRecord>[] = [
  { path: '/statusCode', replace: (response, statusCode) => ({ ...response, statusCode }) as GatewayResponseRecord },
  {
    path: '/responseParameters/{name}',
    add: (response, value, [name]) => setParameter(response, name!, value),
    replace(response, value, [name]) {
      if (!Object.hasOwn(response.responseParameters, name!)) throw parameterNotFound();
      return setParameter(response, name!, value);
    },
    remove(response, _value, [name]) {
      if (!Object.hasOwn(response.responseParameters, name!)) throw parameterNotFound();
      return { ...response, responseParameters: without(response.responseParameters, name!)! };
    },
  },
  {
    path: '/responseTemplates/{type}',
    add: (response, value, [type]) => setTemplate(response, type!, value),
    replace(response, value, [type]) {
      if (!Object.hasOwn(response.responseTemplates, type!)) throw parameterNotFound();
      return setTemplate(response, type!, value);
    },
    remove(response, _value, [type]) {
      if (!Object.hasOwn(response.responseTemplates, type!)) throw parameterNotFound();
      return { ...response, responseTemplates: without(response.responseTemplates, type!)! };
    },
  },
];

function setParameter(response: GatewayResponseRecord, name: string, value: string | undefined): GatewayResponseRecord {
  if (!value) throw badRequest('Invalid null or empty value in responseParameters');
  const changed = { ...response, responseParameters: { ...response.responseParameters, [name]: value } };
  checkParameters(changed);
  return changed;
}

function setTemplate(response: GatewayResponseRecord, type: string, value: string | undefined): GatewayResponseRecord {
  if (!value) throw badRequest('Invalid null or empty value in responseTemplates');
  return { ...response, responseTemplates: { ...response.responseTemplates, [type]: value } };
}

export const gatewayResponseWording = pathWording<GatewayResponseRecord>();

export const showGatewayResponse = (response: EffectiveResponse) => ({
  responseType: response.responseType,
  statusCode: response.statusCode,
  responseParameters: { ...response.responseParameters },
  responseTemplates: { ...response.responseTemplates },
  defaultResponse: response.defaultResponse,
});
