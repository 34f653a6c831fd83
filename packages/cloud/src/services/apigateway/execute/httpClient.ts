import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { defineFacility } from '../../../kernel/facility.js';

export interface OutgoingRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Uint8Array;
}

export interface IncomingResponse {
  readonly status: number;
  readonly headers: Record<string, string[]>;
  readonly body: Uint8Array;
}

/** Sends requests to endpoints outside the cloud; those under way end with it. */
export class HttpClient {
  private readonly closing = new AbortController();

  send({ url, method, headers, body }: OutgoingRequest, aborted: AbortSignal): Promise<IncomingResponse> {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const outgoing = send(url, { method, headers: { ...headers, 'Content-Length': String(body.length) }, signal: AbortSignal.any([aborted, this.closing.signal]) }, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const received: Record<string, string[]> = {};
          for (let i = 0; i + 1 < incoming.rawHeaders.length; i += 2) (received[incoming.rawHeaders[i]!] ??= []).push(incoming.rawHeaders[i + 1]!);
          resolve({ status: incoming.statusCode ?? 500, headers: received, body: Buffer.concat(chunks) });
        });
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  close(): void {
    this.closing.abort();
  }
}

export const httpClient = defineFacility<HttpClient>({
  name: 'apigateway.httpClient',
  start: () => new HttpClient(),
  dispose: (client) => client.close(),
});
