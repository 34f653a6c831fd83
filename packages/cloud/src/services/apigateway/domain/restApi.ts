import { badRequest } from '../errors.js';
import { notImplemented } from '../../../kernel/errors.js';
import { limits } from '../limits.js';
import { patchBoolean, plainWording, without } from './patch.js';
import type { PatchRule } from './patch.js';
import type { RestApiRecord } from './state.js';
import { dateOf } from './time.js';

type EndpointInput = { readonly types?: readonly string[] | undefined; readonly ipAddressType?: string | undefined; readonly vpcEndpointIds?: readonly string[] | undefined };

/** How an API is reached; EDGE unless said otherwise. */
export function endpointOf(input: EndpointInput | undefined): Pick<RestApiRecord, 'endpointType' | 'ipAddressType'> {
  const types = input?.types;
  if (types?.length === 0) throw badRequest('REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.');
  if (types && types.length > 1) throw badRequest('Cannot create an api with multiple Endpoint Types.');
  const type = types?.[0] ?? 'EDGE';
  if (type === 'PRIVATE') {
    if (input?.ipAddressType === 'ipv4') throw badRequest('Only dualstack ipAddressType is supported for Private APIs.');
    throw notImplemented('private REST APIs (endpoint type PRIVATE)');
  }
  if (input?.vpcEndpointIds?.length) throw badRequest('VPCEndpoints can only be specified with PRIVATE apis.');
  return { endpointType: type === 'REGIONAL' ? 'REGIONAL' : 'EDGE', ipAddressType: input?.ipAddressType === 'dualstack' ? 'dualstack' : 'ipv4' };
}

export function checkDescription(description: string | undefined): void {
  if (description === '') throw badRequest('Description cannot be an empty string');
}

export function checkCompressionSize(size: number | undefined): void {
  if (size !== undefined && !(Number.isInteger(size) && size >= 0 && size <= limits.minimumCompressionSize.value)) {
    throw badRequest(`Invalid minimum compression size, must be between 0 and ${limits.minimumCompressionSize.value}`);
  }
}

function compressionSize(value: string | undefined): number | undefined {
  if (value === undefined || value === '') return undefined;
  const size = /^-?\d+$/.test(value) ? Number(value) : -1;
  checkCompressionSize(size);
  return size;
}

function replaceEndpointType(api: RestApiRecord, value: string | undefined): RestApiRecord {
  if (value === 'PRIVATE') throw notImplemented('private REST APIs (endpoint type PRIVATE)');
  if (value !== 'EDGE' && value !== 'REGIONAL') throw badRequest('Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE');
  return { ...api, endpointType: value };
}

function replaceIpAddressType(api: RestApiRecord, value: string | undefined): RestApiRecord {
  if (value !== 'ipv4' && value !== 'dualstack') throw badRequest('ipAddressType must be either ipv4 or dualstack.');
  return { ...api, ipAddressType: value };
}

const unlist = (list: readonly string[], name: string): string[] => list.filter((entry) => entry !== name);

function replaceName(api: RestApiRecord, value: string | undefined): RestApiRecord {
  if (!value) throw badRequest('API name cannot be blank');
  return { ...api, name: value };
}

/** https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateRestApi-Patch */
export const restApiRules: readonly PatchRule<RestApiRecord>[] = [
  { path: '/name', replace: replaceName },
  {
    path: '/description',
    replace: (api, value) => ({ ...api, description: value || undefined }) as RestApiRecord,
    remove: (api) => ({ ...api, description: undefined }) as unknown as RestApiRecord,
  },
  { path: '/version', replace: (api, version) => ({ ...api, version }) as RestApiRecord },
  {
    path: '/apiKeySource',
    replace: (api, value) => {
      if (value === 'AUTHORIZER') throw notImplemented('apiKeySource AUTHORIZER');
      if (value !== 'HEADER') throw badRequest('Invalid API key source specified. Valid options are HEADER,AUTHORIZER');
      return api;
    },
  },
  { path: '/minimumCompressionSize', replace: (api, value) => ({ ...api, minimumCompressionSize: compressionSize(value) }) as RestApiRecord },
  { path: '/disableExecuteApiEndpoint', replace: (api, value) => ({ ...api, disableExecuteApiEndpoint: patchBoolean(value) }) },
  {
    path: '/binaryMediaTypes/{type}',
    add: (api, _value, [type]) => ({ ...api, binaryMediaTypes: [...unlist(api.binaryMediaTypes, type!), type!] }),
    remove: (api, _value, [type]) => ({ ...api, binaryMediaTypes: unlist(api.binaryMediaTypes, type!) }),
    replace: (api, value, [type]) => ({ ...api, binaryMediaTypes: [...unlist(api.binaryMediaTypes, type!), value || type!] }),
  },
  {
    path: '/endpointConfiguration/types/{type}',
    replace: replaceEndpointType,
    add: replaceEndpointType,
    remove: () => {
      throw badRequest('REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.');
    },
  },
  { path: '/endpointConfiguration/ipAddressType', replace: replaceIpAddressType },
  {
    path: '/policy',
    replace: (api, value) => {
      if (value) throw notImplemented('resource policies of REST APIs');
      return api;
    },
  },
  { path: '/tags/{name}', add: (api, value, [name]) => ({ ...api, tags: { ...api.tags, [name!]: value ?? '' } }), remove: (api, _value, [name]) => ({ ...api, tags: without(api.tags, name!)! }) },
];

export const restApiWording = plainWording<RestApiRecord>();

/** The API as answers show it; tags only where they were given, unless one API alone is shown. */
export function showApi(api: RestApiRecord, alone: boolean) {
  return {
    id: api.id,
    name: api.name,
    description: api.description,
    createdDate: dateOf(api.createdAtMs),
    version: api.version,
    binaryMediaTypes: api.binaryMediaTypes.length > 0 ? [...api.binaryMediaTypes] : undefined,
    minimumCompressionSize: api.minimumCompressionSize,
    apiKeySource: 'HEADER' as const,
    endpointConfiguration: { types: [api.endpointType], ipAddressType: api.ipAddressType },
    tags: alone || Object.keys(api.tags).length > 0 ? { ...api.tags } : undefined,
    disableExecuteApiEndpoint: api.disableExecuteApiEndpoint,
    rootResourceId: api.rootResourceId,
    apiStatus: 'AVAILABLE' as const,
  };
}
