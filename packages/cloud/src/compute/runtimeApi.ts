import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { largestResponseBytes } from './endings.js';
import type { Ending } from './endings.js';

/** What the runtime of one environment tells. */
export interface RuntimeApiListener {
  /** The runtime waits for an invocation. */
  onNext(): void;
  /** The invocation under way has been answered. */
  onEnding(ending: Ending, memoryBytes: number | undefined): void;
  onInitError(payload: Uint8Array, errorType: string | undefined): void;
}

/** One invocation as the runtime gets it. */
export interface RuntimeInvocation {
  readonly requestId: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: Uint8Array;
}

const base = '/2018-06-01/runtime';

/** The Lambda Runtime API of one environment. https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html */
export class RuntimeApi {
  private readonly server: Server;
  private waiting: ServerResponse | undefined;
  private currentRequestId: string | undefined;
  address = '';

  constructor(private readonly listener: RuntimeApiListener) {
    this.server = createServer({ keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0, connectionsCheckingInterval: 0x7fffffff }, (request, response) =>
      this.serve(request, response),
    );
    this.server.on('connection', (socket) => socket.setNoDelay(true));
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(0, '127.0.0.1', resolve);
    });
    this.address = `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Hands an invocation to the runtime, which must be waiting. */
  deliver(invocation: RuntimeInvocation): void {
    const response = this.waiting!;
    this.waiting = undefined;
    this.currentRequestId = invocation.requestId;
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Content-Length': invocation.payload.byteLength,
      'Lambda-Runtime-Aws-Request-Id': invocation.requestId,
      ...invocation.headers,
    });
    response.end(invocation.payload);
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private serve(request: IncomingMessage, response: ServerResponse): void {
    request.on('error', () => undefined);
    // A page in a browser could reach this port by a name of its own.
    if (request.headers.host !== this.address) return refuse(response, 403, 'InvalidHost', 'Unexpected Host header');
    const { method = '', url = '' } = request;
    if (method === 'GET' && url === `${base}/invocation/next`) return this.next(response);
    if (method !== 'POST') return refuse(response, 404, 'NotFound', 'No such resource');
    if (url === `${base}/init/error`) return this.initError(request, response);
    const [id, what] = url.startsWith(`${base}/invocation/`) ? url.slice(base.length + '/invocation/'.length).split('/') : [];
    if (what !== 'response' && what !== 'error') return refuse(response, 404, 'NotFound', 'No such resource');
    if (id === undefined || id !== this.currentRequestId) return refuse(response, 400, 'InvalidRequestID', 'Invalid request ID');
    if (what === 'response') this.response(request, response);
    else this.error(request, response);
  }

  private next(response: ServerResponse): void {
    this.waiting = response;
    response.once('close', () => {
      if (this.waiting === response) this.waiting = undefined;
    });
    this.listener.onNext();
  }

  private response(request: IncomingMessage, response: ServerResponse): void {
    const isStream = request.headers['lambda-runtime-function-response-mode'] === 'streaming';
    void readBody(request, largestResponseBytes).then((payload) => {
      this.currentRequestId = undefined;
      if (payload === 'broken') return;
      if (payload === 'too large') {
        refuse(response, 413, 'RequestEntityTooLarge', `Exceeded maximum allowed payload size (${largestResponseBytes} bytes).`);
        return this.listener.onEnding({ kind: 'tooLarge' }, memoryOf(request));
      }
      accept(response);
      const failure = isStream ? request.trailers['lambda-runtime-function-error-type'] : undefined;
      if (failure === undefined) return this.listener.onEnding({ kind: 'response', payload }, memoryOf(request));
      const body = Buffer.from(request.trailers['lambda-runtime-function-error-body'] ?? '', 'base64');
      this.listener.onEnding({ kind: 'reported', payload: body, errorType: failure }, memoryOf(request));
    });
  }

  private error(request: IncomingMessage, response: ServerResponse): void {
    void readBody(request, largestResponseBytes).then((payload) => {
      if (typeof payload === 'string') return refuse(response, 413, 'RequestEntityTooLarge', 'Exceeded maximum allowed payload size');
      this.currentRequestId = undefined;
      accept(response);
      this.listener.onEnding({ kind: 'reported', payload, errorType: errorTypeOf(request) }, memoryOf(request));
    });
  }

  private initError(request: IncomingMessage, response: ServerResponse): void {
    void readBody(request, largestResponseBytes).then((payload) => {
      if (typeof payload === 'string') return refuse(response, 413, 'RequestEntityTooLarge', 'Exceeded maximum allowed payload size');
      accept(response);
      this.listener.onInitError(payload, errorTypeOf(request));
    });
  }
}

function readBody(request: IncomingMessage, mostBytes: number): Promise<Buffer | 'too large' | 'broken'> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= mostBytes) chunks.push(chunk);
    });
    request.on('end', () => resolve(bytes > mostBytes ? 'too large' : chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    request.on('aborted', () => resolve('broken'));
  });
}

const errorTypeOf = (request: IncomingMessage): string | undefined => request.headers['lambda-runtime-function-error-type'] as string | undefined;

function memoryOf(request: IncomingMessage): number | undefined {
  const bytes = Number(request.headers['terrella-memory-bytes']);
  return Number.isFinite(bytes) && bytes > 0 ? bytes : undefined;
}

const accepted = JSON.stringify({ status: 'OK' });

function accept(response: ServerResponse): void {
  response.writeHead(202, { 'Content-Type': 'application/json', 'Content-Length': accepted.length });
  response.end(accepted);
}

function refuse(response: ServerResponse, status: number, errorType: string, errorMessage: string): void {
  const body = JSON.stringify({ errorType, errorMessage });
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}
