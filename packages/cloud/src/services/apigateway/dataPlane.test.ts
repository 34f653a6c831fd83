import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cloud } from '../../index.js';
import { buildApi, mockIntegration } from './testing/buildApi.js';

let cloud: Cloud;

beforeAll(async () => {
  cloud = await Cloud.start({ clock: 'virtual' });
});

afterAll(() => cloud.close());

const answer = async (pending: Promise<Response>) => {
  const response = await pending;
  return [response.status, await response.text()];
};

const lastRecord = () => [...cloud.journal.records()].filter(({ kind }) => kind === 'request').at(-1)!;

describe('the way to a method', () => {
  it('answers unknown paths and methods as AWS does', async () => {
    const api = await buildApi(cloud, { 'GET /orders': {} });
    for (const [method, path] of [
      ['GET', '/nothing'],
      ['POST', '/orders'],
      ['GET', '/'],
    ] as const) {
      const response = await api.fetch(path, { method });
      expect(response.status).toBe(403);
      expect(response.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException');
      expect(await response.json()).toEqual({ message: 'Missing Authentication Token' });
    }
  });

  it('answers a stage or an API that is not there', async () => {
    const api = await buildApi(cloud, { 'GET /': {} });
    const stage = await cloud.fetch(`http://${api.restApiId}.execute-api.localhost:4566/prod/`);
    expect([stage.status, stage.headers.get('x-amzn-errortype'), await stage.json()]).toEqual([403, 'ForbiddenException', { message: 'Forbidden' }]);
    expect((await cloud.fetch('http://nosuchapi1.execute-api.localhost:4566/dev/')).status).toBe(404);
  });

  it('is the same by AWS host name, by localhost and by path', async () => {
    const api = await buildApi(cloud, { 'GET /a': {} });
    for (const base of [`http://${api.restApiId}.execute-api.us-east-1.amazonaws.com/dev`, `http://${api.restApiId}.execute-api.localhost:4566/dev`, `http://localhost:4566/_aws/execute-api/${api.restApiId}/dev`]) {
      expect((await cloud.fetch(`${base}/a`)).status, base).toBe(200);
      expect((await cloud.fetch(`${base}/a/`)).status, base).toBe(200);
    }
  });

  it('carries the identifiers of a request, and stands in the journal', async () => {
    const api = await buildApi(cloud, { 'GET /orders/{orderId}': {} });
    const response = await api.fetch('/orders/7?x=1');
    expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(response.headers.get('x-amz-apigw-id')).toMatch(/^[\w-]{15}=$/);
    const record = lastRecord();
    expect(response.headers.get('x-amzn-trace-id')).toBe(`Root=${record.traceId}`);
    expect(record).toMatchObject({
      service: 'apigateway',
      operation: 'GET /orders/{orderId}',
      resource: `arn:aws:execute-api:us-east-1:000000000000:${api.restApiId}/dev/GET/orders/7`,
      requestId: response.headers.get('x-amzn-requestid'),
      detail: { status: 200, api: api.restApiId, stage: 'dev' },
      error: undefined,
    });
    await api.fetch('/none');
    expect(lastRecord()).toMatchObject({ operation: 'GET /none', detail: { status: 403 }, error: { code: 'MISSING_AUTHENTICATION_TOKEN' } });
  });

  it('serves what was deployed, not what is being changed', async () => {
    const api = await buildApi(cloud, { 'GET /a': {} });
    await api.add({ 'GET /b': {} });
    expect((await api.fetch('/b')).status).toBe(403);
    await api.deploy();
    expect((await api.fetch('/b')).status).toBe(200);
  });

  it('finds an API of another account and region', async () => {
    const scope = { account: '222222222222', region: 'eu-west-1' };
    const call = (operation: string, input: object) => cloud.call('apigateway', operation, input, scope);
    const { id: restApiId, rootResourceId: resourceId } = await call('CreateRestApi', { name: 'elsewhere' });
    const name = { restApiId, resourceId, httpMethod: 'GET' };
    await call('PutMethod', { ...name, authorizationType: 'NONE' });
    await call('PutMethodResponse', { ...name, statusCode: '200' });
    await call('PutIntegration', { ...name, ...mockIntegration });
    await call('PutIntegrationResponse', { ...name, statusCode: '200', responseTemplates: { 'text/plain': '$context.accountId' } });
    await call('CreateDeployment', { restApiId, stageName: 'dev' });
    expect(await answer(cloud.fetch(`http://localhost:4566/_aws/execute-api/${restApiId}/dev/`))).toEqual([200, '222222222222']);
    expect(lastRecord()).toMatchObject(scope);
  });

  it('keeps the deployments of forks apart', async () => {
    const api = await buildApi(cloud, { 'GET /': {} });
    const answers = await Promise.all(
      ['left', 'right'].map(async (side) => {
        await using fork = cloud.fork();
        const { items } = await fork.call('apigateway', 'GetResources', { restApiId: api.restApiId });
        const name = { restApiId: api.restApiId, resourceId: items[0].id, httpMethod: 'GET', statusCode: '200' };
        await fork.call('apigateway', 'UpdateIntegrationResponse', { ...name, patchOperations: [{ op: 'add', path: '/responseTemplates/text~1plain', value: side }] });
        const { id } = await fork.call('apigateway', 'CreateDeployment', { restApiId: api.restApiId, stageName: 'dev' });
        const response = await fork.fetch(`http://${api.restApiId}.execute-api.localhost:4566/dev/`);
        return [id, await response.text()];
      }),
    );
    // Both forks draw the same identifiers: what is compiled must not be found by them.
    expect(answers[0]![0]).toBe(answers[1]![0]);
    expect(answers.map(([, text]) => text)).toEqual(['left', 'right']);
  });

  it('refuses a body over 10 MB', async () => {
    const api = await buildApi(cloud, { 'POST /': {} });
    expect(await answer(api.fetch('/', { method: 'POST', body: new Uint8Array(10 * 1024 * 1024 + 1) }))).toEqual([413, '{"message":"HTTP content length exceeded 10485760 bytes."}']);
  });

  it('can be switched off at its own host', async () => {
    const api = await buildApi(cloud, { 'GET /': {} }, { disableExecuteApiEndpoint: true });
    expect(await answer(api.fetch('/'))).toEqual([403, '{"message":"Forbidden"}']);
  });
});

describe('mock integrations', () => {
  it('answers a CORS preflight as the CDK sets it up', async () => {
    const header = (name: string) => `method.response.header.${name}`;
    const names = ['Access-Control-Allow-Headers', 'Access-Control-Allow-Methods', 'Access-Control-Allow-Origin'];
    const api = await buildApi(cloud, {
      'OPTIONS /orders': {
        integration: { type: 'MOCK', requestTemplates: { 'application/json': '{ statusCode: 204 }' } },
        responses: { 204: { responseParameters: Object.fromEntries(names.map((name) => [header(name), true])) } },
        mapped: { 204: { responseParameters: { [header(names[0]!)]: "'Content-Type,X-Api-Key'", [header(names[1]!)]: "'GET,POST,PUT,DELETE'", [header(names[2]!)]: "'*'" } } },
      },
    });
    const response = await api.fetch('/orders', { method: 'OPTIONS', headers: { origin: 'http://localhost:3000', 'access-control-request-method': 'POST' } });
    expect(response.status).toBe(204);
    expect(names.map((name) => response.headers.get(name))).toEqual(['Content-Type,X-Api-Key', 'GET,POST,PUT,DELETE', '*']);
    expect(await response.text()).toBe('');
  });

  it('renders templates over the request', async () => {
    const api = await buildApi(cloud, {
      'POST /echo/{id}': {
        integration: { type: 'MOCK', requestTemplates: { 'application/json': '#set($context.responseOverride.status = 201){"statusCode": 200}' } },
        mapped: { 200: { responseTemplates: { 'application/json': '{"id":"$input.params(\'id\')","stage":"$context.stage"}', 'text/plain': 'id $input.params("id")' } } },
      },
    });
    const asText = await api.fetch('/echo/7', { method: 'POST', headers: { accept: 'text/plain' } });
    expect([asText.headers.get('content-type'), await asText.text()]).toEqual(['text/plain', 'id 7']);
    const asJson = await api.fetch('/echo/7', { method: 'POST' });
    expect([asJson.headers.get('content-type'), await asJson.json()]).toEqual(['application/json', { id: '7', stage: 'dev' }]);
  });

  it('chooses the response by the status, and lets the response template override it', async () => {
    const api = await buildApi(cloud, {
      'GET /{status}': {
        integration: { type: 'MOCK', requestTemplates: { 'application/json': '{"statusCode": $input.params("status")}' } },
        responses: { 200: {}, 404: {}, 500: {} },
        mapped: { 200: {}, 404: { selectionPattern: '4\\d{2}', responseTemplates: { 'application/json': '#set($context.responseOverride.status = 418)#set($context.responseOverride.header.X-Tea = "pot")short' } } },
      },
    });
    expect((await api.fetch('/200')).status).toBe(200);
    const teapot = await api.fetch('/404');
    expect([teapot.status, teapot.headers.get('x-tea'), await teapot.text()]).toEqual([418, 'pot', 'short']);
    expect(await answer(api.fetch('/none'))).toEqual([500, '{"message": "Internal server error"}'.replace(': ', ':')]);
  });

  it.each<[string, string | undefined, number]>([
    ['WHEN_NO_MATCH', 'application/json; charset=utf-8', 200],
    ['WHEN_NO_MATCH', undefined, 200],
    ['WHEN_NO_MATCH', 'text/plain', 200],
    ['WHEN_NO_TEMPLATES', 'text/plain', 415],
    ['NEVER', 'text/plain', 415],
    ['NEVER', 'application/json', 200],
  ])('passthrough %s with %s is %i', async (passthroughBehavior, contentType, status) => {
    const api = await buildApi(cloud, { 'POST /': { integration: { ...mockIntegration, passthroughBehavior } } });
    const response = await api.fetch('/', { method: 'POST', body: '{"statusCode": 200}', headers: contentType ? { 'content-type': contentType } : {} });
    expect(response.status).toBe(status);
    if (status === 415) expect(await response.json()).toEqual({ message: 'Unsupported Media Type' });
  });

  it('fails where a response is not declared, or a template is broken', async () => {
    const api = await buildApi(cloud, {
      'GET /undeclared': { responses: {} },
      'GET /unmapped': { mapped: {} },
      'GET /broken': { integration: { type: 'MOCK', requestTemplates: { 'application/json': '#set($x = )' } } },
    });
    for (const path of ['/undeclared', '/unmapped', '/broken']) expect(await answer(api.fetch(path)), path).toEqual([500, '{"message":"Internal server error"}']);
  });

  it('compresses where API and caller agree', async () => {
    const text = 'a'.repeat(100);
    const api = await buildApi(cloud, { 'GET /': { mapped: { 200: { responseTemplates: { 'text/plain': text } } } } }, { minimumCompressionSize: 50 });
    expect(await answer(api.fetch('/'))).toEqual([200, text]);
    const response = await api.fetch('/', { headers: { 'accept-encoding': 'gzip, deflate' } });
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(gunzipSync(Buffer.from(await response.arrayBuffer())).toString()).toBe(text);
  });
});

describe('request validators', () => {
  const schema = JSON.stringify({
    $schema: 'http://json-schema.org/draft-04/schema#',
    type: 'object',
    required: ['userId', 'items', 'totalAmount'],
    properties: { userId: { type: 'string' }, items: { type: 'array', minItems: 1 }, totalAmount: { type: 'number', minimum: 0, exclusiveMinimum: true } },
  });

  async function validating(flags: object, method: object, models: Readonly<Record<string, string>> = { Order: schema }) {
    const api = await buildApi(cloud, { 'GET /': {} });
    for (const [name, text] of Object.entries(models)) await cloud.call('apigateway', 'CreateModel', { restApiId: api.restApiId, name, contentType: 'application/json', schema: text.replaceAll('API', api.restApiId) });
    const { id } = await cloud.call('apigateway', 'CreateRequestValidator', { restApiId: api.restApiId, name: 'v', ...flags });
    await api.add({ 'POST /orders': { method: { requestValidatorId: id, ...method } } });
    await api.deploy();
    return api;
  }

  const place = (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) => ({ method: 'POST', body, headers });
  const good = JSON.stringify({ userId: 'u', items: [1], totalAmount: 5 });

  it.each<[string, string, number]>([
    ['a good order', good, 200],
    ['a missing member', '{"userId":"u","items":[1]}', 400],
    ['a wrong type', '{"userId":7,"items":[1],"totalAmount":5}', 400],
    ['a limit that is excluded', '{"userId":"u","items":[1],"totalAmount":0}', 400],
    ['no body', '', 400],
    ['no JSON', 'userId=u', 400],
    ['a list', '[]', 400],
  ])('%s', async (_what, body, status) => {
    const api = await validating({ validateRequestBody: true }, { requestModels: { 'application/json': 'Order' } });
    const response = await api.fetch('/orders', place(body));
    expect(response.status).toBe(status);
    if (status === 400) expect(await response.json()).toEqual({ message: 'Invalid request body' });
  });

  it('checks what the model of the type says, and other types not at all', async () => {
    const api = await validating({ validateRequestBody: true }, { requestModels: { 'application/json': 'Order' } });
    expect((await api.fetch('/orders', place('{}', {}))).status).toBe(400);
    expect((await api.fetch('/orders', place('{}', { 'content-type': 'text/plain' }))).status).toBe(500);
  });

  it('follows references between models', async () => {
    const reference = JSON.stringify({ type: 'object', properties: { order: { $ref: 'https://apigateway.amazonaws.com/restapis/API/models/Order' } }, required: ['order'] });
    const api = await validating({ validateRequestBody: true }, { requestModels: { 'application/json': 'Wrapped' } }, { Order: schema, Wrapped: reference });
    expect((await api.fetch('/orders', place(`{"order":${good}}`))).status).toBe(200);
    expect((await api.fetch('/orders', place('{"order":{}}'))).status).toBe(400);
  });

  it('names the parameters that are missing', async () => {
    const requestParameters = { 'method.request.header.x-tenant': true, 'method.request.querystring.page': true, 'method.request.querystring.size': false };
    const api = await validating({ validateRequestParameters: true }, { requestParameters });
    expect(await answer(api.fetch('/orders', place('{}')))).toEqual([400, '{"message":"Missing required request parameters: [x-tenant, page]"}']);
    expect((await api.fetch('/orders?page=1', place('{}', { 'X-Tenant': 'a' }))).status).toBe(200);
  });
});

describe('gateway responses', () => {
  it('answers in the form that the API has set', async () => {
    const api = await buildApi(cloud, { 'GET /': {} });
    await cloud.call('apigateway', 'PutGatewayResponse', {
      restApiId: api.restApiId,
      responseType: 'DEFAULT_4XX',
      responseParameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'", 'gatewayresponse.header.X-Asked': 'method.request.header.X-Ask' },
      responseTemplates: { 'application/json': '{"error":$context.error.messageString,"type":"$context.error.responseType","stage":"$context.stage","none":"$context.nothing"}' },
    });
    await cloud.call('apigateway', 'PutGatewayResponse', { restApiId: api.restApiId, responseType: 'MISSING_AUTHENTICATION_TOKEN', statusCode: '404' });
    await api.deploy();
    const missing = await api.fetch('/none', { headers: { 'x-ask': 'me' } });
    expect([missing.status, await missing.json()]).toEqual([404, { message: 'Missing Authentication Token' }]);
    await cloud.call('apigateway', 'DeleteGatewayResponse', { restApiId: api.restApiId, responseType: 'MISSING_AUTHENTICATION_TOKEN' });
    await api.deploy();
    const response = await api.fetch('/none', { headers: { 'x-ask': 'me' } });
    expect([response.status, response.headers.get('access-control-allow-origin'), response.headers.get('x-asked')]).toEqual([403, '*', 'me']);
    expect(await response.json()).toEqual({ error: 'Missing Authentication Token', type: 'MISSING_AUTHENTICATION_TOKEN', stage: 'dev', none: '' });
  });
});
