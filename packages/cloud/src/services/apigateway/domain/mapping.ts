import { badRequest } from '../errors.js';

/**
 * Parameter mappings: where a value comes from.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-parameter-mapping-sources.html
 */
export type Source =
  | { readonly kind: 'static'; readonly value: string }
  | { readonly kind: 'header' | 'multivalueheader' | 'path' | 'querystring' | 'multivaluequerystring'; readonly name: string }
  /** `path`: a JSONPath without `$`, or undefined for the whole body. */
  | { readonly kind: 'body'; readonly path: string | undefined }
  | { readonly kind: 'context' | 'stageVariable'; readonly name: string };

const places = new Set(['header', 'multivalueheader', 'path', 'querystring', 'multivaluequerystring'] as const);
type Place = typeof places extends Set<infer P> ? P : never;

const isPlace = (text: string): text is Place => (places as Set<string>).has(text);

/**
 * The source that an expression names, or undefined where it is none. `origin` is `method.request` for integration
 * requests and gateway responses, `integration.response` for integration responses.
 */
export function parseSource(expression: string, origin: 'method.request' | 'integration.response'): Source | undefined {
  if (expression.length >= 2 && expression.startsWith("'") && expression.endsWith("'")) return { kind: 'static', value: expression.slice(1, -1) };
  if (expression.startsWith('stageVariables.')) return { kind: 'stageVariable', name: expression.slice('stageVariables.'.length) };
  if (expression.startsWith('context.')) return { kind: 'context', name: expression.slice('context.'.length) };
  if (!expression.startsWith(`${origin}.`)) return undefined;
  const rest = expression.slice(origin.length + 1);
  if (rest === 'body') return { kind: 'body', path: undefined };
  const dot = rest.indexOf('.');
  const place = dot < 0 ? rest : rest.slice(0, dot);
  const name = dot < 0 ? '' : rest.slice(dot + 1);
  if (place === 'body' && name) return { kind: 'body', path: `.${name}` };
  if (place.startsWith('body[')) return { kind: 'body', path: rest.slice('body'.length) };
  return isPlace(place) && name ? { kind: place, name } : undefined;
}

/** What a mapping sets: `integration.request.header.x` is `{ place: 'header', name: 'x' }`. */
export interface Target {
  readonly place: Place;
  readonly name: string;
}

export function parseTarget(expression: string, prefix: 'integration.request' | 'method.response' | 'gatewayresponse' | 'method.request'): Target | undefined {
  if (!expression.startsWith(`${prefix}.`)) return undefined;
  const rest = expression.slice(prefix.length + 1);
  const dot = rest.indexOf('.');
  if (dot < 0) return undefined;
  const place = rest.slice(0, dot);
  const name = rest.slice(dot + 1);
  return isPlace(place) && name ? { place, name } : undefined;
}

const problems = (errors: string[]) => badRequest(`Invalid mapping expression specified: Validation Result: warnings : [], errors : [${errors.join(', ')}]`);

export function checkRequestMappings(parameters: Readonly<Record<string, string>> | undefined): void {
  const errors: string[] = [];
  for (const [target, source] of Object.entries(parameters ?? {})) {
    if (!parseTarget(target, 'integration.request')) errors.push(`Invalid mapping expression parameter specified: ${target}`);
    if (!parseSource(source, 'method.request')) errors.push(`Invalid mapping expression specified: ${source}`);
  }
  if (errors.length > 0) throw problems(errors);
}

/** The headers must be declared by the method response of the same status. */
export function checkResponseMappings(parameters: Readonly<Record<string, string>> | undefined, declared: Readonly<Record<string, boolean>> | undefined): void {
  const errors: string[] = [];
  for (const [target, source] of Object.entries(parameters ?? {})) {
    if (parseTarget(target, 'method.response')?.place !== 'header' || !Object.hasOwn(declared ?? {}, target)) {
      errors.push(`Invalid mapping expression parameter specified: ${target}`);
    }
    if (!parseSource(source, 'integration.response')) errors.push(`Invalid mapping expression specified: ${source}`);
  }
  if (errors.length > 0) throw problems(errors);
}

const contentTypeForm = /^[A-Za-z0-9!#$&^_.+*-]+\/[A-Za-z0-9!#$&^_.+*-]+(\s*;.*)?$|^\$default$/;

/** Keys of templates are media types. */
export function checkTemplates(templates: Readonly<Record<string, string>> | undefined): void {
  const errors = Object.keys(templates ?? {})
    .filter((type) => !contentTypeForm.test(type))
    .map((type) => `Invalid content type specified: ${type}`);
  if (errors.length > 0) throw badRequest(`Validation Result: warnings : [], errors : [${errors.join(', ')}]`);
}
