import type { Flow } from '../../../kernel/service.js';
import { withStageVariables } from '../domain/serviceUri.js';
import type { CompiledMethod } from './compiled.js';
import { bytesOf, textOf } from './execution.js';
import type { Answer, Execution } from './execution.js';
import { endpointFailed, GatewayFailure, misconfigured } from './failure.js';
import { httpClient } from './httpClient.js';
import type { IncomingResponse, OutgoingRequest } from './httpClient.js';
import { integrationAnswer } from './integrationAnswer.js';
import { mappedRequest } from './parameters.js';
import { integrationBody } from './requestBody.js';
import type { IntegrationBody } from './requestBody.js';
import { remapped } from './responseHeaders.js';
import { withinTimeout } from './timeout.js';

const pathVariable = /\{([^{}+]+)\+?\}/g;

/** The endpoint with stage variables, path parameters and the query put in. */
function endpointUrl(execution: Execution, method: CompiledMethod, path: Readonly<Record<string, string>>, query: Readonly<Record<string, string[]>> | undefined): URL {
  const template = withStageVariables(method.integration.uri ?? '', execution.stage.variables);
  const text = template.replace(pathVariable, (_whole, name: string) => path[name] ?? '');
  try {
    const url = new URL(text);
    for (const [name, values] of Object.entries(query ?? {})) for (const value of values) url.searchParams.append(name, value);
    return url;
  } catch {
    throw misconfigured();
  }
}

function outgoing(execution: Execution, method: CompiledMethod, prepared: IntegrationBody): OutgoingRequest {
  const { headers, query, path } = mappedRequest(execution, method);
  const { overrides } = prepared;
  for (const [name, value] of Object.entries(overrides?.requestOverride.header ?? {})) headers.setAll(name, (Array.isArray(value) ? value : [value]).map(String));
  for (const [name, value] of Object.entries(overrides?.requestOverride.path ?? {})) path[name] = String(value);
  const asked = { ...query, ...Object.fromEntries(Object.entries(overrides?.requestOverride.querystring ?? {}).map(([name, value]) => [name, [String(value)]])) };
  headers.delete('host');
  headers.set('X-Amzn-Trace-Id', execution.traceRoot);
  headers.set('x-amzn-apigateway-api-id', execution.apiId);
  if (headers.get('user-agent') === undefined) headers.set('User-Agent', `AmazonAPIGateway_${execution.apiId}`);
  if (headers.get('accept') === undefined) headers.set('Accept', 'application/json');
  const body = bytesOf(prepared.body);
  if (body.length > 0 && headers.get('content-type') === undefined) headers.set('Content-Type', execution.request.headers.get('content-type') ?? 'application/json');
  return { url: endpointUrl(execution, method, path, asked), method: methodOf(execution, method), headers: headers.multi(), body };
}

const methodOf = ({ request }: Execution, { integration }: CompiledMethod): string => (integration.httpMethod === 'ANY' ? request.httpMethod : integration.httpMethod!);

async function send(flow: Flow, execution: Execution, method: CompiledMethod, request: OutgoingRequest): Promise<IncomingResponse> {
  const began = flow.now();
  try {
    const response = await withinTimeout(flow, execution.requestId, method.integration.timeoutInMillis, (aborted) => flow.facility(httpClient).send(request, aborted));
    execution.integrationStatus = response.status;
    return response;
  } catch (error) {
    if (error instanceof GatewayFailure) throw error;
    execution.integrationErrorMessage = (error as Error).message;
    throw endpointFailed();
  } finally {
    execution.integrationLatencyMs = flow.now() - began;
  }
}

/** An endpoint outside the cloud, as a proxy (everything through) or behind templates (its status chooses the response). */
export async function executeHttp(flow: Flow, execution: Execution, method: CompiledMethod): Promise<Answer> {
  if (method.integration.type === 'HTTP_PROXY') {
    const response = await send(flow, execution, method, outgoing(execution, method, { body: execution.request.body, overrides: undefined }));
    return { statusCode: response.status, headers: remapped(response.headers), body: response.body };
  }
  const response = await send(flow, execution, method, outgoing(execution, method, integrationBody(execution, method)));
  const binary = execution.api.isBinary(response.headers['Content-Type']?.[0] ?? 'application/json');
  return integrationAnswer(execution, method, { selector: String(response.status), headers: response.headers, body: binary ? response.body : textOf(response.body) });
}
