import { compileJsonPath } from '../domain/jsonPath.js';
import type { JsonPath } from '../domain/jsonPath.js';
import { contextVariables } from './context.js';
import type { Execution } from './execution.js';

/** Parsed paths by their text: a pure memo, the oldest forgotten first. */
const paths = new Map<string, JsonPath | undefined>();
const mostPaths = 2000;

export function jsonPath(text: string): JsonPath | undefined {
  if (!paths.has(text)) {
    if (paths.size >= mostPaths) paths.delete(paths.keys().next().value!);
    paths.set(text, compileJsonPath(text));
  }
  return paths.get(text);
}

/** A body as templates read it: JSON where it is, else the text itself. */
function parseBody(body: string): unknown {
  if (body === '') return {};
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

const nothing = Object.freeze({});

/** `$input` over one body. */
export function inputVariable(execution: Execution, body: string) {
  let parsed: { readonly value: unknown } | undefined;
  const read = (path: string): unknown => {
    parsed ??= { value: parseBody(body) };
    return jsonPath(path)?.read(parsed.value);
  };
  const { request, pathParameters } = execution;
  const parameters = { path: { ...pathParameters }, querystring: lastValues(request.query), header: request.headers.single() };
  return {
    body,
    /** What is not there is an empty string, in quotes. */
    json: (path = '$') => JSON.stringify(read(String(path)) ?? ''),
    path: (path = '$') => read(String(path)) ?? undefined,
    params(name?: unknown) {
      if (name === undefined) return parameters;
      const text = String(name);
      return own(parameters.path, text) ?? own(parameters.querystring, text) ?? request.headers.get(text) ?? '';
    },
  };
}

const own = (map: Readonly<Record<string, string>>, name: string): string | undefined => (Object.hasOwn(map, name) ? map[name] : undefined);

const lastValues = (query: Execution['request']['query']): Record<string, string> =>
  query ? Object.fromEntries(Object.entries(query).map(([name, values]) => [name, values.at(-1)!])) : {};

const escapes: Readonly<Record<string, string>> = { '"': '\\"', "'": "\\'", '\\': '\\\\', '/': '\\/', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** As Apache Commons escapes JavaScript: outside ASCII everything becomes `\uXXXX`. */
const escapeJavaScript = (value: unknown): string =>
  String(value ?? 'null').replace(/["'\\/\u0000-\u001f\u007f-\uffff]/g, (c) => escapes[c] ?? `\\u${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`);

const urlEncode = (value: unknown): string =>
  encodeURIComponent(String(value ?? '')).replace(/[!'()~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`).replaceAll('%20', '+');

function urlDecode(value: unknown): string {
  try {
    return decodeURIComponent(String(value ?? '').replaceAll('+', ' '));
  } catch {
    return String(value);
  }
}

function parseJson(value: unknown): unknown {
  try {
    return JSON.parse(String(value)) as unknown;
  } catch {
    return undefined;
  }
}

const util = () => ({
  escapeJavaScript,
  urlEncode,
  urlDecode,
  parseJson,
  base64Encode: (value: unknown) => Buffer.from(String(value ?? '')).toString('base64'),
  base64Decode: (value: unknown) => Buffer.from(String(value ?? ''), 'base64').toString(),
});

export interface Overrides {
  readonly requestOverride: { readonly header: Record<string, unknown>; readonly path: Record<string, unknown>; readonly querystring: Record<string, unknown> };
  readonly responseOverride: { status?: unknown; readonly header: Record<string, unknown> };
}

const newOverrides = (): Overrides => ({ requestOverride: { header: {}, path: {}, querystring: {} }, responseOverride: { header: {} } });

/** Everything that a mapping template may name; `overrides` holds afterwards what it overrode. */
export function templateVariables(execution: Execution, body: string): { readonly variables: Record<string, unknown>; readonly overrides: Overrides } {
  const overrides = newOverrides();
  const context = Object.assign(contextVariables(execution), overrides);
  return { variables: { input: inputVariable(execution, body), util: util(), context, stageVariables: { ...(execution.stage.variables ?? nothing) } }, overrides };
}
