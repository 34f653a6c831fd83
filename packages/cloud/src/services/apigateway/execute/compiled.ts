import { effectiveResponse } from '../domain/gatewayResponse.js';
import type { EffectiveResponse, GatewayResponseType } from '../domain/gatewayResponse.js';
import { parseSource, parseTarget } from '../domain/mapping.js';
import type { Source, Target } from '../domain/mapping.js';
import { isAmong } from '../domain/mediaType.js';
import { compileSelection } from '../domain/selection.js';
import { settingKey } from '../domain/stage.js';
import type { ApiSnapshot, IntegrationRecord, IntegrationResponseRecord, MethodRecord, ResourceRecord } from '../domain/state.js';
import { bodyValidators } from './bodyValidator.js';
import type { BodyValidator } from './bodyValidator.js';
import { Routes } from './routes.js';

export interface Mapping {
  readonly target: Target;
  readonly source: Source;
}

export interface CompiledResponse {
  readonly response: IntegrationResponseRecord;
  /** Undefined: the default. */
  readonly pattern: RegExp | undefined;
  readonly mappings: readonly Mapping[];
}

/** A method as calls need it. */
export interface CompiledMethod {
  readonly resource: ResourceRecord;
  readonly method: MethodRecord;
  readonly integration: IntegrationRecord;
  /** Keys of the stage's settings that may apply, the narrowest first. */
  readonly settingKeys: readonly string[];
  /** As usage plans name it: `/orders/POST`. */
  readonly planKey: string;
  /** Parameters without which a call is refused. */
  readonly requiredParameters: readonly Target[];
  /** Undefined where bodies are not validated. */
  readonly validateBody: BodyValidator | undefined;
  readonly requestMappings: readonly Mapping[];
  readonly responses: readonly CompiledResponse[];
}

export interface CompiledApi {
  readonly snapshot: ApiSnapshot;
  readonly routes: Routes<CompiledMethod>;
  /** Whether bodies of this media type are bytes to the API, not text. */
  isBinary(mediaType: string): boolean;
  gatewayResponse(type: GatewayResponseType): EffectiveResponse;
}

function requestMappings(integration: IntegrationRecord): Mapping[] {
  return Object.entries(integration.requestParameters ?? {}).flatMap(([to, from]) => {
    const target = parseTarget(to, 'integration.request');
    const source = parseSource(from, 'method.request');
    return target && source ? [{ target, source }] : [];
  });
}

function compileResponse(response: IntegrationResponseRecord): CompiledResponse {
  const mappings = Object.entries(response.responseParameters ?? {}).flatMap(([to, from]) => {
    const target = parseTarget(to, 'method.response');
    const source = parseSource(from, 'integration.response');
    return target && source ? [{ target, source }] : [];
  });
  return { response, pattern: response.selectionPattern ? compileSelection(response.selectionPattern) : undefined, mappings };
}

/** Where a stage's setting for the method may stand. */
const settingKeysOf = (path: string, httpMethod: string): string[] => [settingKey(path, httpMethod), '*/*'];

function compileMethod(snapshot: ApiSnapshot, validatorOf: ReturnType<typeof bodyValidators>, resource: ResourceRecord, httpMethod: string): CompiledMethod {
  const method = resource.methods[httpMethod]!;
  const integration = method.methodIntegration!;
  const validator = snapshot.requestValidators.find(({ id }) => id === method.requestValidatorId);
  const required = Object.entries(method.requestParameters ?? {}).flatMap(([name, needed]) => {
    const target = needed ? parseTarget(name, 'method.request') : undefined;
    return target ? [target] : [];
  });
  return {
    resource,
    method,
    integration,
    settingKeys: settingKeysOf(resource.path, httpMethod),
    planKey: `${resource.path}/${httpMethod}`,
    requiredParameters: validator?.validateRequestParameters ? required : [],
    validateBody: validator?.validateRequestBody && method.requestModels ? validatorOf(method.requestModels) : undefined,
    requestMappings: requestMappings(integration),
    responses: Object.values(integration.integrationResponses ?? {}).map(compileResponse),
  };
}

function compile(snapshot: ApiSnapshot): CompiledApi {
  const validatorOf = bodyValidators(snapshot.models);
  const own = new Map(snapshot.gatewayResponses.map((response) => [response.responseType, response]));
  const effective = new Map<GatewayResponseType, EffectiveResponse>();
  return {
    snapshot,
    routes: new Routes(snapshot.resources, (resource, httpMethod) => compileMethod(snapshot, validatorOf, resource, httpMethod)),
    isBinary: (mediaType) => snapshot.binaryMediaTypes.length > 0 && isAmong(snapshot.binaryMediaTypes, mediaType),
    gatewayResponse(type) {
      let response = effective.get(type);
      if (!response) effective.set(type, (response = effectiveResponse(type, (name) => own.get(name))));
      return response;
    },
  };
}

/**
 * Pure memo: a snapshot never changes, and what is compiled from it holds nothing else. Keyed by the record itself, which
 * forks share, and not by identifiers, which may mean another deployment in another cloud.
 */
const compiled = new WeakMap<ApiSnapshot, CompiledApi>();

export function compiledApi(snapshot: ApiSnapshot): CompiledApi {
  let api = compiled.get(snapshot);
  if (!api) compiled.set(snapshot, (api = compile(snapshot)));
  return api;
}
