import type { Flow } from '../../../kernel/service.js';
import { firstAccepted } from '../domain/mediaType.js';
import type { CompiledMethod } from './compiled.js';
import { requestContext } from './context.js';
import { textOf } from './execution.js';
import type { Answer, Execution } from './execution.js';
import { badAnswer } from './failure.js';
import { invokeFunction } from './lambdaCall.js';
import { mappedRequest } from './parameters.js';
import { remapped } from './responseHeaders.js';

/**
 * The event of a Lambda proxy integration, format 1.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export function proxyEvent(execution: Execution, method: CompiledMethod): string {
  const { request, pathParameters, stage, api } = execution;
  const { headers, query } = mappedRequest(execution, method);
  headers.set('X-Amzn-Trace-Id', execution.traceRoot);
  headers.set('X-Forwarded-For', [...(headers.all('x-forwarded-for') ?? []), request.sourceIp].join(', '));
  headers.set('X-Forwarded-Port', headers.get('x-forwarded-port') ?? '443');
  headers.set('X-Forwarded-Proto', headers.get('x-forwarded-proto') ?? 'https');
  const binary = request.body.length > 0 && api.isBinary(headers.get('content-type') ?? 'application/json');
  return JSON.stringify({
    resource: method.resource.path,
    path: request.path,
    httpMethod: request.httpMethod,
    headers: headers.single(),
    multiValueHeaders: headers.multi(),
    queryStringParameters: query ? Object.fromEntries(Object.entries(query).map(([name, values]) => [name, values.at(-1)])) : null,
    multiValueQueryStringParameters: query ?? null,
    pathParameters,
    stageVariables: stage.variables ?? null,
    requestContext: requestContext(execution),
    body: request.body.length === 0 ? null : binary ? Buffer.from(request.body).toString('base64') : textOf(request.body),
    isBase64Encoded: binary,
  });
}

const members = new Set(['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded']);

type Json = Record<string, unknown>;

const isMap = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Numbers and booleans count as text; anything else is no header and no body. */
function scalar(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function answerHeaders(answer: Json): Record<string, string[]> {
  const { headers = null, multiValueHeaders = null } = answer;
  if ((headers !== null && !isMap(headers)) || (multiValueHeaders !== null && !isMap(multiValueHeaders))) throw badAnswer();
  const out = new Map<string, { name: string; values: string[] }>();
  const add = (name: string, value: unknown, repeat: boolean) => {
    if (value === null) return;
    const text = scalar(value);
    if (text === undefined) throw badAnswer();
    const entry = out.get(name.toLowerCase());
    if (!entry) out.set(name.toLowerCase(), { name, values: [text] });
    else if (repeat || !entry.values.includes(text)) entry.values.push(text);
  };
  for (const [name, values] of Object.entries(multiValueHeaders ?? {})) {
    if (values !== null && !Array.isArray(values)) throw badAnswer();
    for (const value of (values as unknown[] | null) ?? []) add(name, value, true);
  }
  for (const [name, value] of Object.entries(headers ?? {})) add(name, value, false);
  return Object.fromEntries([...out.values()].map(({ name, values }) => [name, values]));
}

function statusOf(value: unknown): number {
  if (value === undefined || value === null) return 200;
  const status = typeof value === 'number' ? value : typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : NaN;
  if (!Number.isInteger(status) || status < 100 || status > 599) throw badAnswer();
  return status;
}

/** What a function's payload means; 502 where it has another form than AWS documents. */
export function proxyAnswer(execution: Execution, payload: string): Answer {
  let answer: unknown;
  try {
    answer = JSON.parse(payload);
  } catch {
    throw badAnswer();
  }
  if (!isMap(answer) || Object.keys(answer).some((name) => !members.has(name))) throw badAnswer();
  const encoded = answer['isBase64Encoded'] ?? false;
  const body = answer['body'] === undefined || answer['body'] === null ? '' : scalar(answer['body']);
  if (body === undefined || typeof encoded !== 'boolean') throw badAnswer();
  const headers = remapped(answerHeaders(answer));
  if (!Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')) headers['Content-Type'] = ['application/json'];
  return { statusCode: statusOf(answer['statusCode']), headers, body: encoded && callerTakesBytes(execution) ? Buffer.from(body, 'base64') : body };
}

/** Bytes are sent where the first type that the caller accepts is binary to the API; base64 text otherwise. */
function callerTakesBytes({ request, api }: Execution): boolean {
  const accepted = firstAccepted(request.headers.get('accept')) ?? '*/*';
  return api.isBinary(accepted);
}

export async function executeLambdaProxy(flow: Flow, execution: Execution, method: CompiledMethod): Promise<Answer> {
  const { payload, failed } = await invokeFunction(flow, execution, method, proxyEvent(execution, method));
  if (failed) {
    execution.integrationErrorMessage = 'The Lambda function returned an error';
    throw badAnswer();
  }
  return proxyAnswer(execution, payload);
}
