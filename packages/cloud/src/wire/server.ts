import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { realHost } from '../kernel/host.js';
import type { HttpRequest, HttpResponse } from '../kernel/http.js';
import type { Gateway, WireClient } from './gateway.js';

export interface ListenOptions {
  /** 0: any free port. */
  readonly port: number;
  readonly host: string;
  readonly gateway: Gateway;
  /** Largest body that is read at all, in bytes; default 512 MiB. Services have lower limits of their own. */
  readonly maxBodyBytes?: number;
  /**
   * The cloud's clock in epoch ms where it is not the machine's: clients compare the `Date` header with their own clock and,
   * like functions on a virtual clock, correct their signatures by it.
   */
  readonly nowMs?: (() => number) | undefined;
  /** How long `close` waits for answers under way, in ms; default 1000. */
  readonly graceMs?: number;
}

export interface WireServer {
  readonly port: number;
  /** `http://127.0.0.1:4566` */
  readonly url: string;
  /** Takes no more, tells those who wait, lets answers under way go out, then drops every connection. */
  close(): Promise<void>;
}

/** The port cannot be had. */
export class PortError extends Error {
  constructor(
    readonly port: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'PortError';
  }
}

const noBody = new Uint8Array(0);

/** Opens the port. Rejects with PortError where it is taken or not allowed. */
export async function listen(options: ListenOptions): Promise<WireServer> {
  const connections = new Connections(options);
  const server = createServer({ keepAliveTimeout: 60_000, requestTimeout: 0 }, (request, response) => connections.serve(request, response));
  await opened(server, options);
  const { port } = server.address() as AddressInfo;
  const name = options.host.includes(':') ? `[${options.host}]` : options.host;
  return { port, url: `http://${name}:${port}`, close: () => closed(server, connections, options.graceMs ?? 1000) };
}

function opened(server: Server, { port, host }: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(portError(error, port, host)));
    server.listen({ port, host, backlog: 1024 }, () => {
      server.removeAllListeners('error');
      resolve();
    });
  });
}

function portError(error: NodeJS.ErrnoException, port: number, host: string): Error {
  if (error.code === 'EADDRINUSE') return new PortError(port, error.code, `Port ${port} on ${host} is in use: stop what listens there or choose another port`);
  if (error.code === 'EACCES') return new PortError(port, error.code, `Port ${port} on ${host} may not be opened by this user: choose one above 1023`);
  if (error.code === 'EADDRNOTAVAIL') return new PortError(port, error.code, `This machine has no address ${host}`);
  return error;
}

async function closed(server: Server, connections: Connections, graceMs: number): Promise<void> {
  const ended = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const grace = realHost.timer(graceMs, () => server.closeAllConnections());
  connections.stop(() => server.closeAllConnections());
  await ended;
  grace.cancel();
}

/** Requests under way. */
class Connections {
  private readonly waiting = new Set<AbortController>();
  private underWay = 0;
  private whenIdle: (() => void) | undefined;
  private readonly maxBodyBytes: number;

  constructor(private readonly options: ListenOptions) {
    this.maxBodyBytes = options.maxBodyBytes ?? 512 * 1024 * 1024;
  }

  /** Tells who waits for something to happen, and calls back once the last answer is out. */
  stop(whenIdle: () => void): void {
    this.whenIdle = whenIdle;
    for (const controller of this.waiting) controller.abort();
    if (this.underWay === 0) whenIdle();
  }

  serve(request: IncomingMessage, response: ServerResponse): void {
    this.underWay += 1;
    response.once('close', () => {
      this.underWay -= 1;
      if (this.underWay === 0) this.whenIdle?.();
    });
    const length = request.headers['content-length'];
    if (length === undefined ? request.headers['transfer-encoding'] === undefined : length === '0') {
      this.answer(request, response, noBody);
      return;
    }
    this.readThenAnswer(request, response, Number(length ?? 0));
  }

  /** One chunk is the rule; the body is copied only where there are more. */
  private readThenAnswer(request: IncomingMessage, response: ServerResponse, announced: number): void {
    let first: Buffer | undefined;
    let rest: Buffer[] | undefined;
    let size = 0;
    let tooLarge = announced > this.maxBodyBytes;
    request.on('data', (chunk: Buffer) => {
      size += chunk.byteLength;
      if (tooLarge || size > this.maxBodyBytes) {
        tooLarge = true;
        first = rest = undefined;
      } else if (first === undefined) first = chunk;
      else (rest ??= [first]).push(chunk);
    });
    // Read to its end even where it is too large: who still sends does not read an answer.
    request.on('end', () => {
      if (tooLarge) refuse(response, this.maxBodyBytes);
      else this.answer(request, response, rest ? Buffer.concat(rest, size) : (first ?? noBody));
    });
    request.on('error', () => response.destroy());
  }

  private answer(request: IncomingMessage, response: ServerResponse, body: Uint8Array): void {
    const url = request.url ?? '/';
    const target = url.charCodeAt(0) === 47 ? url : pathOf(url);
    const question = target.indexOf('?');
    const wireRequest: HttpRequest = {
      method: request.method ?? 'GET',
      path: question < 0 ? target : target.slice(0, question),
      query: question < 0 ? '' : target.slice(question + 1),
      headers: request.headers as Readonly<Record<string, string>>,
      rawHeaders: request.rawHeaders,
      body,
      remoteAddress: request.socket.remoteAddress ?? '',
    };
    const answer = this.options.gateway.handle(wireRequest, new ServerClient(response, this.waiting));
    const { nowMs } = this.options;
    if (answer instanceof Promise) void answer.then((ready) => send(request, response, ready, nowMs));
    else send(request, response, answer, nowMs);
  }
}

/** Most calls never ask whether their client is still there. */
class ServerClient implements WireClient {
  private controller: AbortController | undefined;

  constructor(
    private readonly response: ServerResponse,
    private readonly waiting: Set<AbortController>,
  ) {}

  aborted(): AbortSignal {
    if (this.controller) return this.controller.signal;
    const controller = new AbortController();
    this.controller = controller;
    this.waiting.add(controller);
    this.response.once('close', () => {
      this.waiting.delete(controller);
      if (!this.response.writableFinished) controller.abort();
    });
    return controller.signal;
  }
}

/** Absolute form, as sent to a proxy. */
function pathOf(url: string): string {
  const found = /^[a-z][a-z0-9+.-]*:\/\/[^/?]*(.*)$/i.exec(url)?.[1] ?? '';
  return found.startsWith('/') ? found : `/${found}`;
}

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: HttpResponse, nowMs: (() => number) | undefined): void {
  if (response.destroyed) return;
  const raw: (string | string[])[] = [];
  if (nowMs) raw.push('Date', new Date(nowMs()).toUTCString());
  let hasLength = false;
  for (const name in headers) {
    if (name === 'Content-Length' || name.toLowerCase() === 'content-length') {
      // Only a HEAD answer may announce what it does not send.
      if (request.method !== 'HEAD') continue;
      hasLength = true;
    }
    raw.push(name, headers[name]!);
  }
  const bodyless = status === 204 || status === 304 || status < 200;
  if (!hasLength && !bodyless) raw.push('Content-Length', String(typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength));
  try {
    response.writeHead(status, raw as string[]);
    response.end(bodyless ? undefined : body);
  } catch {
    // A header or a status that HTTP does not allow, from an API's own answer.
    if (!response.headersSent) response.writeHead(502, ['Content-Type', 'text/plain', 'Content-Length', '0']);
    response.end();
  }
}

function refuse(response: ServerResponse, maxBodyBytes: number): void {
  const body = `The request body is larger than ${maxBodyBytes} bytes\n`;
  response.writeHead(413, ['Content-Type', 'text/plain', 'Content-Length', String(body.length), 'Connection', 'close']);
  response.end(body);
}
