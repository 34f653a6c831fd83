import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cloud } from '../../index.js';
import { buildApi, functionIntegration } from './testing/buildApi.js';

let cloud: Cloud;
let lastEvent: any;

/** Answers with whatever the request's body says; without one, with nothing in particular. */
const answering = (event: any) => {
  lastEvent = event;
  const asked = event.body ? JSON.parse(event.body) : { statusCode: 200 };
  if (asked.throw) throw new Error(asked.throw);
  return 'raw' in asked ? asked.raw : asked;
};

beforeAll(async () => {
  cloud = await Cloud.start({ clock: 'virtual' });
  await cloud.lambda('answering', answering);
});

afterAll(() => cloud.close());

const internal = '{"message": "Internal server error"}'.replace(': ', ':');

const post = (body: unknown, headers: Record<string, string> = {}) => ({ method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });

describe('the event of a proxy integration', () => {
  it('is complete', async () => {
    const api = await buildApi(cloud, { 'ANY /orders/{orderId}': { integration: functionIntegration('answering') } });
    await cloud.call('apigateway', 'UpdateStage', { restApiId: api.restApiId, stageName: 'dev', patchOperations: [{ op: 'replace', path: '/variables/table', value: 'orders' }] });
    const body = '{"statusCode":201,"body":"made"}';
    const response = await api.fetch('/orders/7%2B1?q=a+b&q=c%26d&empty=', {
      method: 'PUT',
      body,
      headers: { 'content-type': 'application/json', 'user-agent': 'tester/1', 'X-Custom': 'x', 'content-length': '31', connection: 'close' },
    });
    expect([response.status, await response.text()]).toEqual([201, 'made']);
    const { deploymentId } = await cloud.call('apigateway', 'GetStage', { restApiId: api.restApiId, stageName: 'dev' });
    const { items } = await cloud.call('apigateway', 'GetResources', { restApiId: api.restApiId });
    const host = `${api.restApiId}.execute-api.localhost:4566`;
    const trace = response.headers.get('x-amzn-trace-id');
    const headers = {
      Host: host,
      'Content-Type': 'application/json',
      'User-Agent': 'tester/1',
      'x-custom': 'x',
      'X-Amzn-Trace-Id': trace,
      'X-Forwarded-For': '127.0.0.1',
      'X-Forwarded-Port': '443',
      'X-Forwarded-Proto': 'https',
    };
    expect(lastEvent).toEqual({
      resource: '/orders/{orderId}',
      path: '/orders/7%2B1',
      httpMethod: 'PUT',
      headers,
      multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
      queryStringParameters: { q: 'c&d', empty: '' },
      multiValueQueryStringParameters: { q: ['a b', 'c&d'], empty: [''] },
      pathParameters: { orderId: '7%2B1' },
      stageVariables: { table: 'orders' },
      requestContext: {
        resourceId: items.find(({ path }: { path: string }) => path === '/orders/{orderId}').id,
        resourcePath: '/orders/{orderId}',
        httpMethod: 'PUT',
        extendedRequestId: response.headers.get('x-amz-apigw-id'),
        requestTime: '01/Jan/2026:00:00:00 +0000',
        path: '/dev/orders/7%2B1',
        accountId: '000000000000',
        protocol: 'HTTP/1.1',
        stage: 'dev',
        domainPrefix: api.restApiId,
        requestTimeEpoch: Date.UTC(2026, 0, 1),
        requestId: response.headers.get('x-amzn-requestid'),
        identity: {
          cognitoIdentityPoolId: null,
          cognitoIdentityId: null,
          principalOrgId: null,
          cognitoAuthenticationType: null,
          userArn: null,
          userAgent: 'tester/1',
          accountId: null,
          caller: null,
          sourceIp: '127.0.0.1',
          accessKey: null,
          cognitoAuthenticationProvider: null,
          user: null,
        },
        domainName: `${api.restApiId}.execute-api.us-east-1.amazonaws.com`,
        deploymentId,
        apiId: api.restApiId,
      },
      body,
      isBase64Encoded: false,
    });
  });

  it('says null for what there is none of', async () => {
    const api = await buildApi(cloud, { 'GET /': { integration: functionIntegration('answering') } });
    await api.fetch('/');
    expect(lastEvent).toMatchObject({ path: '/', queryStringParameters: null, multiValueQueryStringParameters: null, pathParameters: null, stageVariables: null, body: null, isBase64Encoded: false });
  });

  it('carries binary bodies in base64, both ways', async () => {
    await cloud.lambda('bytes', (event) => ((lastEvent = event), { statusCode: 200, headers: { 'content-type': 'image/png' }, body: Buffer.from([1, 2, 255]).toString('base64'), isBase64Encoded: true }));
    const api = await buildApi(cloud, { 'POST /': { integration: functionIntegration('bytes') } }, { binaryMediaTypes: ['image/png'] });
    const response = await api.fetch('/', { method: 'POST', body: new Uint8Array([0, 200, 7]), headers: { 'content-type': 'image/png', accept: 'image/png' } });
    expect(lastEvent).toMatchObject({ body: Buffer.from([0, 200, 7]).toString('base64'), isBase64Encoded: true });
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([1, 2, 255]);
    const asText = await api.fetch('/', { method: 'POST', body: 'text', headers: { 'content-type': 'text/plain' } });
    expect(lastEvent).toMatchObject({ body: 'text', isBase64Encoded: false });
    expect(await asText.text()).toBe(Buffer.from([1, 2, 255]).toString('base64'));
  });

  it('names the key that let the call in', async () => {
    const api = await buildApi(cloud, { 'GET /': { method: { apiKeyRequired: true }, integration: functionIntegration('answering') } });
    const { id, value } = await cloud.call('apigateway', 'CreateApiKey', { name: 'k', enabled: true });
    const plan = await cloud.call('apigateway', 'CreateUsagePlan', { name: 'p', apiStages: [{ apiId: api.restApiId, stage: 'dev' }] });
    await cloud.call('apigateway', 'CreateUsagePlanKey', { usagePlanId: plan.id, keyId: id, keyType: 'API_KEY' });
    await api.fetch('/', { headers: { 'x-api-key': value } });
    expect(lastEvent.requestContext.identity).toMatchObject({ apiKey: value, apiKeyId: id });
  });
});

describe('the answer of a proxy integration', () => {
  const api = () => buildApi(cloud, { 'POST /': { integration: functionIntegration('answering') } });

  it.each<[string, unknown, number, string]>([
    ['nothing but a status', { statusCode: 204 }, 204, ''],
    ['an empty object', { raw: {} }, 200, ''],
    ['a status in text', { statusCode: '202', body: 'x' }, 202, 'x'],
    ['a body without a status', { body: 'x' }, 200, 'x'],
    ['a number for a body', { statusCode: 200, body: 7 }, 200, '7'],
    ['null', { raw: null }, 502, internal],
    ['text', { raw: 'hello' }, 502, internal],
    ['a list', { raw: [1] }, 502, internal],
    ['another member', { statusCode: 200, wrongValue: 'x' }, 502, internal],
    ['an object for a body', { statusCode: 200, body: { a: 1 } }, 502, internal],
    ['a status that is none', { statusCode: 'fine' }, 502, internal],
    ['a status out of range', { statusCode: 99 }, 502, internal],
    ['headers that are none', { statusCode: 200, headers: 'x' }, 502, internal],
    ['an error', { throw: 'poisoned' }, 502, internal],
  ])('%s', async (_what, answer, status, text) => {
    const response = await (await api()).fetch('/', post(answer));
    expect([response.status, await response.text()]).toEqual([status, text]);
    if (status === 502) expect(response.headers.get('x-amzn-errortype')).toBe('InternalServerErrorException');
  });

  it('joins both kinds of headers, and keeps the names that are its own', async () => {
    const answer = {
      statusCode: 200,
      headers: { 'X-One': '1', 'Set-Cookie': 'a=1', Date: 'never', 'X-Number': 5, 'X-Line': 'a\r\nInjected: b' },
      multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] },
      body: '',
    };
    const response = await (await api()).fetch('/', post(answer));
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect([response.headers.get('x-one'), response.headers.get('x-number'), response.headers.get('x-amzn-remapped-date')]).toEqual(['1', '5', 'never']);
    expect([response.headers.get('x-line'), response.headers.get('injected')]).toEqual(['a  Injected: b', null]);
    expect(response.headers.get('content-type')).toBe('application/json');
  });
});

describe('an integration that cannot work', () => {
  it.each<[string, object]>([
    ['another method than POST', functionIntegration('answering', { integrationHttpMethod: 'GET' })],
    ['a function that is not there', functionIntegration('absent')],
    ['a stage variable that is not set', functionIntegration('${stageVariables.none}')],
  ])('with %s is a 500', async (_what, integration) => {
    const api = await buildApi(cloud, { 'GET /': { integration } });
    const response = await api.fetch('/');
    expect([response.status, await response.text()]).toEqual([500, internal]);
  });

  it('finds its function by a stage variable', async () => {
    const api = await buildApi(cloud, { 'GET /': { integration: functionIntegration('${stageVariables.function}') } });
    await cloud.call('apigateway', 'UpdateStage', { restApiId: api.restApiId, stageName: 'dev', patchOperations: [{ op: 'replace', path: '/variables/function', value: 'answering' }] });
    expect((await api.fetch('/')).status).toBe(200);
  });

  it('gives up after its timeout, while the function goes on', async () => {
    await using real = await Cloud.start();
    let release: (value: object) => void = () => undefined;
    let finished = false;
    const slow = async () => {
      const result = await new Promise<object>((resolve) => (release = resolve));
      finished = true;
      return result;
    };
    await real.lambda('slow', slow, { Timeout: 900 });
    const api = await buildApi(real, { 'GET /': { integration: functionIntegration('slow', { timeoutInMillis: 50 }) } });
    const response = await api.fetch('/');
    expect([response.status, await response.json()]).toEqual([504, { message: 'Endpoint request timed out' }]);
    expect(finished).toBe(false);
    release({ statusCode: 200 });
    await real.settled();
    expect(finished).toBe(true);
  });
});

describe('functions behind templates', () => {
  it('get what the template says, and their error message chooses the response', async () => {
    await cloud.lambda('plain', (event) => {
      lastEvent = event;
      if (event.fail) throw new Error(event.fail);
      return { id: event.id, stage: event.stage };
    });
    const integration = functionIntegration('plain', {
      type: 'AWS',
      requestTemplates: { 'application/json': '{"id":"$input.params("id")","fail":$input.json("$.fail"),"stage":"$context.stage"}' },
    });
    const api = await buildApi(cloud, {
      'POST /{id}': {
        integration,
        responses: { 200: { responseParameters: { 'method.response.header.X-Id': true } }, 404: {}, 500: {} },
        mapped: {
          200: { responseParameters: { 'method.response.header.X-Id': 'integration.response.body.id' }, responseTemplates: { 'application/json': '{"found":$input.json("$")}' } },
          404: { selectionPattern: '.*not found.*', responseTemplates: { 'application/json': '{"error":"$input.path("$.errorMessage")"}' } },
          500: { selectionPattern: '(?s).*boom.*' },
        },
      },
    });
    const good = await api.fetch('/7', post({}));
    expect([good.status, good.headers.get('x-id'), await good.json()]).toEqual([200, '7', { found: { id: '7', stage: 'dev' } }]);
    expect(lastEvent).toEqual({ id: '7', fail: '', stage: 'dev' });
    const missing = await api.fetch('/8', post({ fail: 'order not found here' }));
    expect([missing.status, await missing.json()]).toEqual([404, { error: 'order not found here' }]);
    const broken = await api.fetch('/8', post({ fail: 'line\nboom' }));
    expect([broken.status, await broken.json()]).toEqual([500, expect.objectContaining({ errorMessage: 'line\nboom' })]);
  });

  it('may be invoked asynchronously', async () => {
    let ran = 0;
    await cloud.lambda('later', () => void ran++);
    const api = await buildApi(cloud, {
      'POST /': { integration: functionIntegration('later', { type: 'AWS', requestParameters: { 'integration.request.header.X-Amz-Invocation-Type': "'Event'" } }), mapped: { 200: {} } },
    });
    expect((await api.fetch('/', post({}))).status).toBe(200);
    await cloud.settled();
    expect(ran).toBe(1);
  });
});

describe('who may invoke', () => {
  it('is API Gateway for the method, when policies are enforced', async () => {
    await using strict = await Cloud.start({ clock: 'virtual', enforceIam: true });
    await strict.lambda('guarded', () => ({ statusCode: 200 }));
    const api = await buildApi(strict, { 'GET /orders/{id}': { integration: functionIntegration('guarded') }, 'GET /other': { integration: functionIntegration('guarded') } });
    expect((await api.fetch('/orders/1')).status).toBe(500);
    await strict.call('lambda', 'AddPermission', {
      FunctionName: 'guarded',
      StatementId: 's',
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
      SourceArn: `arn:aws:execute-api:us-east-1:000000000000:${api.restApiId}/dev/GET/orders/*`,
    });
    expect((await api.fetch('/orders/1')).status).toBe(200);
    expect((await api.fetch('/other')).status).toBe(500);
  });
});

describe('the trace', () => {
  it('has the function below the request', async () => {
    const api = await buildApi(cloud, { 'GET /traced': { integration: functionIntegration('answering') } });
    const response = await api.fetch('/traced');
    const records = [...cloud.journal.records()].filter(({ traceId }) => response.headers.get('x-amzn-trace-id')!.includes(traceId));
    const request = records.find(({ kind }) => kind === 'request')!;
    const invoke = records.find(({ operation }) => operation === 'Invoke')!;
    expect(request.operation).toBe('GET /traced');
    expect(invoke.parentSpanId).toBe(request.spanId);
  });
});

describe('access logs', () => {
  it('are written in the format of the stage', async () => {
    const api = await buildApi(cloud, { 'GET /logged': { integration: functionIntegration('answering') } });
    await cloud.call('logs', 'CreateLogGroup', { logGroupName: 'access' });
    await cloud.call('apigateway', 'UpdateAccount', { patchOperations: [{ op: 'replace', path: '/cloudwatchRoleArn', value: 'arn:aws:iam::000000000000:role/logs' }] });
    await cloud.call('apigateway', 'UpdateStage', {
      restApiId: api.restApiId,
      stageName: 'dev',
      patchOperations: [
        { op: 'replace', path: '/accessLogSettings/destinationArn', value: 'arn:aws:logs:us-east-1:000000000000:log-group:access' },
        { op: 'replace', path: '/accessLogSettings/format', value: '$context.requestId $context.httpMethod $context.resourcePath $context.status $context.integrationStatus $context.authorizer.principalId' },
      ],
    });
    const first = await api.fetch('/logged');
    await cloud.settled();
    const second = await api.fetch('/none');
    await cloud.settled();
    const { events } = await cloud.call('logs', 'FilterLogEvents', { logGroupName: 'access' });
    expect(events.map(({ message }: { message: string }) => message)).toEqual([
      `${first.headers.get('x-amzn-requestid')} GET /logged 200 200 -`,
      `${second.headers.get('x-amzn-requestid')} GET - 403 - -`,
    ]);
  });
});

describe('execution logs', () => {
  it('tell of calls as the level asks, and keep keys to themselves', async () => {
    const api = await buildApi(cloud, { 'POST /traced': { integration: functionIntegration('answering') } });
    await cloud.call('apigateway', 'UpdateAccount', { patchOperations: [{ op: 'replace', path: '/cloudwatchRoleArn', value: 'arn:aws:iam::000000000000:role/logs' }] });
    const set = (name: string, value: string) =>
      cloud.call('apigateway', 'UpdateStage', { restApiId: api.restApiId, stageName: 'dev', patchOperations: [{ op: 'replace', path: `/*/*/logging/${name}`, value }] });
    const logGroupName = `API-Gateway-Execution-Logs_${api.restApiId}/dev`;
    const lines = async () => {
      await cloud.settled();
      const { events } = await cloud.call('logs', 'FilterLogEvents', { logGroupName });
      return events.map(({ message }: { message: string }) => message.replace(/^\([0-9a-f-]{36}\) /, '')) as string[];
    };
    await set('loglevel', 'ERROR');
    await api.fetch('/traced', post({ statusCode: 200 }));
    await api.fetch('/traced', post({ throw: 'x' }));
    expect(await lines()).toEqual(['Execution failed: Internal server error (The Lambda function returned an error)', 'Method completed with status: 502']);
    await set('loglevel', 'INFO');
    await set('dataTrace', 'true');
    await api.fetch('/traced', post({ statusCode: 200, body: 'answer' }, { 'x-api-key': 'a-very-secret-key-value' }));
    const all = await lines();
    expect(all.slice(2)).toEqual(expect.arrayContaining(['HTTP Method: POST, Resource Path: /traced', 'Method request path: {}', 'Method response body after transformations: answer', 'Successfully completed execution', 'Method completed with status: 200']));
    expect(all.join('\n')).not.toContain('a-very-secret');
  });
});
