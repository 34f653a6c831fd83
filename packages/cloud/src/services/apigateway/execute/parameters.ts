import type { Source } from '../domain/mapping.js';
import type { CompiledMethod } from './compiled.js';
import { contextValue, contextVariables } from './context.js';
import { textOf } from './execution.js';
import type { Execution } from './execution.js';
import { Headers } from './request.js';
import { jsonPath } from './templateVariables.js';

/** What an integration gets, after the mappings of its request parameters. */
export interface MappedRequest {
  readonly headers: Headers;
  readonly query: Record<string, string[]> | undefined;
  readonly path: Record<string, string>;
}

/** A value out of a JSON body: text as it is, anything else as JSON; undefined where nothing is there. */
export function bodyValue(body: string, path: string | undefined): string | undefined {
  if (path === undefined) return body;
  let value: unknown;
  try {
    value = jsonPath(`$${path}`)?.read(JSON.parse(body));
  } catch {
    return undefined;
  }
  return value === undefined || value === null ? undefined : typeof value === 'string' ? value : JSON.stringify(value);
}

function sourceValues(execution: Execution, source: Source): readonly string[] | undefined {
  const { request, pathParameters, stage } = execution;
  const one = (value: string | undefined) => (value === undefined ? undefined : [value]);
  switch (source.kind) {
    case 'static':
      return [source.value];
    case 'header':
      return one(request.headers.get(source.name));
    case 'multivalueheader':
      return request.headers.all(source.name);
    case 'querystring':
      return one(request.query?.[source.name]?.at(-1));
    case 'multivaluequerystring':
      return request.query?.[source.name];
    case 'path':
      return one(pathParameters?.[source.name]);
    case 'body':
      return one(bodyValue(textOf(request.body), source.path));
    case 'context':
      return one(contextValue(contextVariables(execution), source.name));
    case 'stageVariable':
      return one(stage.variables?.[source.name]);
  }
}

/** A proxy passes everything on and mappings add to it; other integrations get only what is mapped. */
export function mappedRequest(execution: Execution, { requestMappings, integration }: CompiledMethod): MappedRequest {
  const { request } = execution;
  const proxy = integration.type.endsWith('_PROXY');
  const headers = new Headers();
  let query: Record<string, string[]> | undefined;
  if (proxy) {
    for (const { name, values } of request.headers.entries()) headers.setAll(name, values);
    if (request.query) query = Object.fromEntries(Object.entries(request.query).map(([name, values]) => [name, [...values]]));
  }
  const path: Record<string, string> = {};
  for (const { target, source } of requestMappings) {
    const values = sourceValues(execution, source);
    if (!values) continue;
    if (target.place === 'path') path[target.name] = values.at(-1)!;
    else if (target.place === 'querystring' || target.place === 'multivaluequerystring') (query ??= {})[target.name] = [...values];
    else headers.setAll(target.name, values);
  }
  return { headers, query, path };
}
