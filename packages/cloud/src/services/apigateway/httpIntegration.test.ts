import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cloud } from '../../index.js';
import { buildApi } from './testing/buildApi.js';

let cloud: Cloud;
let server: Server;
let base: string;

/** Echoes what it got, with the status that its path ends in. */
async function echo(request: IncomingMessage): Promise<{ status: number; text: string }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method, url = '', headers } = request;
  return { status: Number(/\/(\d{3})(?:\?|$)/.exec(url)?.[1] ?? 200), text: JSON.stringify({ method, url, agent: headers['user-agent'], custom: headers['x-custom'], body: Buffer.concat(chunks).toString() }) };
}

beforeAll(async () => {
  cloud = await Cloud.start({ clock: 'virtual' });
  server = createServer((request, response) => {
    void echo(request).then(({ status, text }) => response.writeHead(status, { 'Content-Type': 'text/plain', 'X-Backend': 'yes', Server: 'echo' }).end(text));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await cloud.close();
  await new Promise((resolve) => server.close(resolve));
});

const mapsPath = { 'integration.request.path.proxy': 'method.request.path.proxy' };

describe('HTTP proxies', () => {
  it('pass everything through', async () => {
    const api = await buildApi(cloud, {
      'ANY /{proxy+}': { method: { requestParameters: { 'method.request.path.proxy': true } }, integration: { type: 'HTTP_PROXY', integrationHttpMethod: 'ANY', uri: `${base}/{proxy}`, requestParameters: mapsPath } },
    });
    const response = await api.fetch('/a/b/201?x=1&x=2', { method: 'PUT', body: 'hello', headers: { 'x-custom': 'c' } });
    expect([response.status, response.headers.get('content-type'), response.headers.get('x-backend'), response.headers.get('x-amzn-remapped-server')]).toEqual([201, 'text/plain', 'yes', 'echo']);
    expect(await response.json()).toEqual({ method: 'PUT', url: '/a/b/201?x=1&x=2', agent: `AmazonAPIGateway_${api.restApiId}`, custom: 'c', body: 'hello' });
  });

  it('answer 504 where nobody listens', async () => {
    const api = await buildApi(cloud, { 'GET /': { integration: { type: 'HTTP_PROXY', integrationHttpMethod: 'GET', uri: 'http://127.0.0.1:1/' } } });
    const response = await api.fetch('/');
    expect([response.status, await response.json()]).toEqual([504, { message: 'Network error communicating with endpoint' }]);
  });
});

describe('HTTP behind templates', () => {
  it('sends only what is mapped, and its status chooses the response', async () => {
    const api = await buildApi(cloud, {
      'POST /{proxy+}': {
        integration: {
          type: 'HTTP',
          integrationHttpMethod: 'POST',
          uri: `${base}/{proxy}`,
          requestParameters: { ...mapsPath, 'integration.request.header.x-custom': "'fixed'", 'integration.request.querystring.page': 'method.request.querystring.p' },
          requestTemplates: { 'application/json': '{"sent":$input.json("$.a")}' },
        },
        responses: { 200: { responseParameters: { 'method.response.header.X-From': true } }, 400: {} },
        mapped: { 200: { responseParameters: { 'method.response.header.X-From': 'integration.response.header.X-Backend' } }, 400: { selectionPattern: '4\\d{2}', responseTemplates: { 'application/json': '{"refused":true}' } } },
      },
    });
    const good = await api.fetch('/made/201?p=3&q=4', { method: 'POST', body: '{"a":[1]}', headers: { 'x-custom': 'mine' } });
    expect([good.status, good.headers.get('x-from'), await good.json()]).toEqual([200, 'yes', { method: 'POST', url: '/made/201?page=3', agent: `AmazonAPIGateway_${api.restApiId}`, custom: 'fixed', body: '{"sent":[1]}' }]);
    const refused = await api.fetch('/made/404', { method: 'POST', body: '{}' });
    expect([refused.status, await refused.json()]).toEqual([400, { refused: true }]);
  });
});
