import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cloud } from '../src/index.js';
import { buildApi, functionIntegration } from '../src/services/apigateway/testing/buildApi.js';

let cloud: Cloud;
let host: string;
let port: number;

beforeAll(async () => {
  cloud = await Cloud.start({ clock: 'virtual' });
  await cloud.lambda('echo', async (event: any) => ({
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ method: event.httpMethod, path: event.path, query: event.multiValueQueryStringParameters ?? undefined, parameters: event.pathParameters, body: event.body?.slice(0, 100) ?? undefined }),
  }));
  await cloud.call('lambda', 'AddPermission', { FunctionName: 'echo', StatementId: 'api', Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com' });
  const echo = { integration: functionIntegration('echo') };
  const api = await buildApi(cloud, { 'ANY /{proxy+}': echo, 'GET /orders/{id}': echo, 'GET /mock': {} });
  host = `${api.restApiId}.execute-api.localhost`;
  port = Number(new URL(await cloud.listen(0)).port);
});
afterAll(() => cloud.close());

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** What a socket gets for these bytes until the server closes it; status 0 where it just closes. */
const talk = (bytes: Uint8Array | string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.setTimeout(10_000, () => socket.destroy(new Error('No answer in ten seconds')));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' || error.code === 'EPIPE' ? undefined : reject(error)));
    socket.on('close', () => {
      const text = Buffer.concat(chunks).toString();
      const end = text.indexOf('\r\n\r\n');
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), body: end < 0 ? '' : text.slice(end + 4) });
    });
  });

const request = (method: string, path: string, headers: readonly string[] = [], body: Uint8Array = new Uint8Array(0)): Uint8Array =>
  Buffer.concat([Buffer.from([`${method} ${path} HTTP/1.1`, `Host: ${host}`, 'Connection: close', ...headers, '', ''].join('\r\n'), 'latin1'), body]);

const get = (path: string) => talk(request('GET', path));
const missingToken = '{"message":"Missing Authentication Token"}';

describe('a path', () => {
  it.each([
    ['/dev/%zz', { path: '/%zz', parameters: { proxy: '%zz' } }],
    ['/dev/%', { path: '/%' }],
    ['/dev/%00', { path: '/%00' }],
    ['/dev/%ff%fe', { path: '/%ff%fe' }],
    ['/dev/a%2Fb', { path: '/a%2Fb', parameters: { proxy: 'a%2Fb' } }],
    ['/dev//a', { path: '//a' }],
    ['/dev/a/../b', { path: '/a/../b' }],
    ['/dev/%2e%2e/x', { path: '/%2e%2e/x' }],
    ['/dev/orders/__proto__', { path: '/orders/__proto__', parameters: { id: '__proto__' } }],
    ['/dev/orders/%zz', { parameters: { id: '%zz' } }],
    ['/dev/constructor', { parameters: { proxy: 'constructor' } }],
    [`/dev/${'a'.repeat(9000)}`, { path: `/${'a'.repeat(9000)}` }],
    ['/dev/a?x=%zz&constructor=1&=&&y', { path: '/a', query: { x: ['%zz'], constructor: ['1'], '': [''], y: [''] } }],
  ])('%.40s reaches the function as it was sent', async (path, expected) => {
    const { status, body } = await get(path);
    expect([status, JSON.parse(body)]).toEqual([200, expect.objectContaining(expected)]);
  });

  it('of a query named __proto__ is a name like any other', async () => {
    const { query } = JSON.parse((await get('/dev/a?__proto__=1')).body) as { query: object };
    expect(Object.getOwnPropertyDescriptor(query, '__proto__')?.value).toEqual(['1']);
  });

  it.each([
    ['/dev', 403, missingToken],
    ['/dev/', 403, missingToken],
    ['/', 403, '{"message":"Forbidden"}'],
    ['//', 403, '{"message":"Forbidden"}'],
    ['/%zz/a', 403, '{"message":"Forbidden"}'],
    ['/nope/a', 403, '{"message":"Forbidden"}'],
    ['/__proto__/a', 403, '{"message":"Forbidden"}'],
    ['*', 403, '{"message":"Forbidden"}'],
  ])('%s that leads nowhere: %d', async (path, status, body) => {
    expect(await get(path)).toEqual({ status, body });
  });
});

describe('a method', () => {
  it.each(['DELETE', 'OPTIONS', 'PATCH', 'POST', 'PUT'])('%s is one of ANY', async (method) => {
    const { status, body } = await talk(request(method, '/dev/a', ['Content-Length: 0']));
    expect([status, JSON.parse(body)]).toEqual([200, expect.objectContaining({ method })]);
  });

  it('HEAD is one of ANY, and answered without a body', async () => {
    expect(await talk(request('HEAD', '/dev/a'))).toEqual({ status: 200, body: '' });
  });

  it.each(['TRACE', 'PROPFIND', 'QUERY'])('%s is none of ANY', async (method) => {
    expect(await talk(request(method, '/dev/a'))).toEqual({ status: 403, body: missingToken });
  });

  it.each(['OPTIONS', 'POST'])('%s that the resource does not have is refused', async (method) => {
    expect(await talk(request(method, '/dev/mock', ['Content-Length: 0']))).toEqual({ status: 403, body: missingToken });
  });
});

describe('a body', () => {
  it.each([
    ['with a length', ['Content-Length: 5'], 'hello'],
    ['in chunks', ['Transfer-Encoding: chunked'], '5\r\nhello\r\n0\r\n\r\n'],
  ])('of a GET %s reaches the function', async (_how, headers, body) => {
    const answer = await talk(request('GET', '/dev/a', headers, Buffer.from(body)));
    expect([answer.status, JSON.parse(answer.body)]).toEqual([200, expect.objectContaining({ method: 'GET', body: 'hello' })]);
  });

  it('that is no text reaches the function as text where the API knows no binary types', async () => {
    const { status, body } = await talk(request('POST', '/dev/a', ['Content-Length: 3'], Uint8Array.of(0xff, 0x61, 0)));
    expect([status, JSON.parse(body).body]).toEqual([200, '\ufffda\0']);
  });

  it.each([
    ['beyond what the API takes', 10 * 1024 * 1024 + 1, '{"message":"HTTP content length exceeded 10485760 bytes."}'],
    ['beyond what the function takes', 7 * 1024 * 1024, '{"message":"Request Too Long"}'],
  ])('%s: 413', async (_what, bytes, body) => {
    expect(await talk(request('POST', '/dev/a', [`Content-Length: ${bytes}`], Buffer.alloc(bytes, 97)))).toEqual({ status: 413, body });
  });
});

describe('a request that is none', () => {
  it.each([
    ['headers of more than 16 KB', request('GET', '/dev/a', [`X-Big: ${'a'.repeat(20_000)}`]), 431],
    ['thousands of headers', request('GET', '/dev/a', Array.from({ length: 3000 }, (_, at) => `x-${at}: a`)), 431],
    ['two framings', request('POST', '/dev/a', ['Content-Length: 5', 'Transfer-Encoding: chunked'], Buffer.from('0\r\n\r\n')), 400],
    ['a length that is no number', request('POST', '/dev/a', ['Content-Length: x'], Buffer.from('hello')), 400],
    ['a length below none', request('POST', '/dev/a', ['Content-Length: -1'], Buffer.from('hello')), 400],
    ['a header name with a space', request('GET', '/dev/a', ['X Y: 1']), 400],
    ['bytes beyond ASCII in the path', request('GET', '/dev/é'), 400],
    ['a method that HTTP does not have', request('NOPE', '/dev/a'), 400],
    ['no host', 'GET /dev/a HTTP/1.1\r\n\r\n', 400],
    ['no HTTP', 'nonsense\r\n\r\n', 400],
    ['a tunnel', request('CONNECT', '/dev/a'), 0],
  ])('%s', async (_what, bytes, status) => {
    expect((await talk(bytes)).status).toBe(status);
    expect((await get('/dev/a')).status).toBe(200);
  });
});

it('leaves no defect in the journal', () => {
  expect([...cloud.journal.records()].filter(({ error }) => error?.code === 'InternalFailure')).toEqual([]);
});
