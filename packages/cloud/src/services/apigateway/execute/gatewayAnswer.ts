import { gatewayResponseStatus } from '../domain/gatewayResponse.js';
import { parseSource, parseTarget } from '../domain/mapping.js';
import { contextValue, contextVariables } from './context.js';
import type { Answer, Execution } from './execution.js';
import { errorTypes } from './failure.js';
import type { GatewayFailure } from './failure.js';

const variable = /\$(?:\{(context|stageVariables)\.([\w-]+(?:\.[\w-]+)*)\}|(context|stageVariables)\.([\w-]+(?:\.[\w-]+)*))/g;

/** Puts variables in and does nothing else: gateway responses and log formats are no Velocity. */
export function substitute(template: string, execution: Execution, variables: object, absent = ''): string {
  return template.replace(variable, (_whole, root1: string | undefined, path1: string, root2: string, path2: string) => {
    const path = root1 ? path1 : path2;
    return ((root1 ?? root2) === 'context' ? contextValue(variables, path) : execution.stage.variables?.[path]) ?? absent;
  });
}

function headerValue(execution: Execution, variables: object, expression: string): string | undefined {
  const source = parseSource(expression, 'method.request');
  const { request, pathParameters, stage } = execution;
  switch (source?.kind) {
    case 'static':
      return source.value;
    case 'header':
    case 'multivalueheader':
      return request.headers.get(source.name);
    case 'querystring':
    case 'multivaluequerystring':
      return request.query?.[source.name]?.at(-1);
    case 'path':
      return pathParameters?.[source.name];
    case 'context':
      return contextValue(variables, source.name);
    case 'stageVariable':
      return stage.variables?.[source.name];
    default:
      return undefined;
  }
}

/** The template for what the caller accepts; JSON unless it asks for another that is there. */
function templateFor(templates: Readonly<Record<string, string>>, accept: string | undefined): readonly [type: string, template: string] {
  for (const range of accept?.split(',') ?? []) {
    const type = range.split(';', 1)[0]!.trim();
    if (Object.hasOwn(templates, type)) return [type, templates[type]!];
  }
  const [first = 'application/json'] = Object.keys(templates);
  const type = Object.hasOwn(templates, 'application/json') ? 'application/json' : first;
  return [type, templates[type] ?? ''];
}

/** What the gateway answers by itself, in the form that the API has set for it. */
export function gatewayAnswer(execution: Execution, failure: GatewayFailure): Answer {
  execution.failure = failure;
  const response = execution.api.gatewayResponse(failure.type);
  const variables = contextVariables(execution);
  // A status of the failure's own gives way to one that somebody has set.
  const usual = response.statusCode === gatewayResponseStatus[failure.type];
  const statusCode = Number((usual ? failure.statusCode : undefined) ?? response.statusCode ?? 500);
  const [type, template] = templateFor(response.responseTemplates, execution.request.headers.get('accept'));
  const headers: Record<string, string[]> = { 'Content-Type': [type] };
  const errorType = errorTypes[failure.type];
  if (errorType) headers['x-amzn-ErrorType'] = [errorType];
  for (const [to, from] of Object.entries(response.responseParameters)) {
    const target = parseTarget(to, 'gatewayresponse');
    const value = target && headerValue(execution, variables, from);
    if (target && value !== undefined) headers[target.name] = [value];
  }
  return { statusCode, headers, body: substitute(template, execution, variables) };
}
