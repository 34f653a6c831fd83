import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { HttpRequest, HttpResponse } from '../kernel/http.js';
import type { WireClient } from './gateway.js';
import { listen, PortError, type WireServer } from './server.js';

const open: WireServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

type Handle = (request: HttpRequest, client?: WireClient) => HttpResponse | Promise<HttpResponse>;

async function start(handle: Handle, options: { port?: number; maxBodyBytes?: number } = {}): Promise<WireServer> {
  const server = await listen({ port: 0, host: '127.0.0.1', gateway: { handle }, ...options });
  open.push(server);
  return server;
}

/** Sends bytes as they are and gives back everything up to the end of the connection. */
const raw = (port: number, text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('close', () => resolve(Buffer.concat(chunks).toString()));
    socket.on('error', reject);
  });

const text = (body: string, headers = {}): HttpResponse => ({ status: 200, headers, body });

describe('requests', () => {
  it('are handed on with path, query, headers and the whole body', async () => {
    let seen: HttpRequest | undefined;
    const server = await start((request) => ((seen = request), text('ok')));
    const body = 'x'.repeat(300_000);
    const response = await fetch(`${server.url}/a%2Fb?c=%20d`, { method: 'POST', body, headers: { 'X-Some': 'thing' } });
    expect(await response.text()).toBe('ok');
    expect(seen).toMatchObject({ method: 'POST', path: '/a%2Fb', query: 'c=%20d', headers: { 'x-some': 'thing' }, remoteAddress: '127.0.0.1' });
    expect(seen!.body.byteLength).toBe(300_000);
  });

  it('may name their whole address, as to a proxy', async () => {
    let seen: HttpRequest | undefined;
    const server = await start((request) => ((seen = request), text('ok')));
    await raw(server.port, 'GET http://sqs.us-east-1.amazonaws.com/path?q=1 HTTP/1.1\r\nHost: sqs.us-east-1.amazonaws.com\r\nConnection: close\r\n\r\n');
    expect(seen).toMatchObject({ path: '/path', query: 'q=1' });
  });

  it('that are too large are refused once read, and the next goes through', async () => {
    const server = await start((request) => text(String(request.body.byteLength)), { maxBodyBytes: 1000 });
    expect((await fetch(server.url, { method: 'POST', body: 'x'.repeat(100_000) })).status).toBe(413);
    expect(await (await fetch(server.url, { method: 'POST', body: 'x' })).text()).toBe('1');
  });

  it('that are no HTTP get a 400', async () => {
    const server = await start(() => text('ok'));
    expect(await raw(server.port, 'nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe('answers', () => {
  it('carry their length and any bytes', async () => {
    const server = await start(() => ({ status: 201, headers: { 'X-Kept-Name': 'v' }, body: Uint8Array.of(0, 255, 10) }));
    const answer = await raw(server.port, 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    expect(answer).toContain('\r\nX-Kept-Name: v\r\n');
    expect(answer).toContain('\r\nContent-Length: 3\r\n');
    const response = await fetch(server.url);
    expect(response.status).toBe(201);
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0, 255, 10]);
  });

  it('to HEAD announce a length without a body', async () => {
    const server = await start(() => ({ status: 200, headers: { 'Content-Length': '1234' }, body: '' }));
    const response = await fetch(server.url, { method: 'HEAD' });
    expect(response.headers.get('content-length')).toBe('1234');
  });

  it('with a header that HTTP does not allow become a 502', async () => {
    const server = await start(() => text('', { 'X-Bad': 'a\nb' }));
    expect((await fetch(server.url)).status).toBe(502);
  });
});

describe('the port', () => {
  it('that is taken gives a clear error', async () => {
    const { port } = await start(() => text('ok'));
    const error = await listen({ port, host: '127.0.0.1', gateway: { handle: () => text('') } }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(PortError);
    expect((error as PortError).message).toBe(`Port ${port} on 127.0.0.1 is in use: stop what listens there or choose another port`);
  });

  it('is free after close, however many connections are kept alive', async () => {
    const server = await start(() => text('ok'));
    await Promise.all(Array.from({ length: 5 }, () => fetch(server.url).then((response) => response.text())));
    await server.close();
    await expect(fetch(server.url)).rejects.toThrow();
    await start(() => text('again'), { port: server.port });
  });

  it('closes with those who wait told so, and their answers still sent', async () => {
    let waiting = () => {};
    const arrived = new Promise<void>((resolve) => (waiting = resolve));
    const server = await start(async (_request, client) => {
      const signal = client!.aborted();
      waiting();
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      return text('stopped');
    });
    const answer = fetch(server.url).then((response) => response.text());
    await arrived;
    await server.close();
    expect(await answer).toBe('stopped');
  });

  it('closes without those who do not stop in time', async () => {
    let waiting = () => {};
    const arrived = new Promise<void>((resolve) => (waiting = resolve));
    const server = await listen({ port: 0, host: '127.0.0.1', graceMs: 20, gateway: { handle: () => (waiting(), new Promise(() => {})) } });
    const answer = fetch(server.url).catch(() => 'dropped');
    await arrived;
    await server.close();
    expect(await answer).toBe('dropped');
  });

  it('tells a call that its client has gone', async () => {
    let gone: (() => void) | undefined;
    const noticed = new Promise<void>((resolve) => (gone = resolve));
    let waiting = () => {};
    const arrived = new Promise<void>((resolve) => (waiting = resolve));
    const server = await start(async (_request, client) => {
      const signal = client!.aborted();
      waiting();
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      gone!();
      return text('too late');
    });
    const controller = new AbortController();
    const answer = fetch(server.url, { signal: controller.signal }).catch(() => 'aborted');
    await arrived;
    controller.abort();
    await noticed;
    expect(await answer).toBe('aborted');
  });
});
