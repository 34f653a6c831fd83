import type { HttpRequest, HttpResponse } from '../../kernel/http.js';
import { createGateway, type GatewayHost, type GatewayOptions, type IssuedKey, type WireCall } from '../gateway.js';

export const requestId = '11111111-2222-4333-8444-555555555555';

/** A cloud that only remembers what the wire made of a request. */
export class FakeHost implements GatewayHost {
  readonly account = '000000000000';
  readonly region = 'us-east-1';
  readonly calls: WireCall[] = [];
  readonly sites: { service: string; path: string; region: string; names: Readonly<Record<string, string>> }[] = [];
  readonly defects: unknown[] = [];
  readonly keys = new Map<string, IssuedKey>();
  now = Date.UTC(2026, 0, 1);
  answer: (call: WireCall) => object | Promise<object> = () => ({});

  nowMs(): number {
    return this.now;
  }

  newRequestId(): string {
    return requestId;
  }

  dispatch(call: WireCall): object | Promise<object> {
    this.calls.push(call);
    return this.answer(call);
  }

  http(service: string, { path }: HttpRequest, { region }: { region: string }, names: Readonly<Record<string, string>>): HttpResponse {
    this.sites.push({ service, path, region, names });
    return { status: 200, headers: {}, body: 'site' };
  }

  control({ path }: HttpRequest): HttpResponse {
    return { status: 200, headers: {}, body: `control ${path}` };
  }

  issuedKey(accessKeyId: string): IssuedKey | undefined {
    return this.keys.get(accessKeyId);
  }

  unexpected(error: unknown): void {
    this.defects.push(error);
  }
}

/** A request with what a test does not care for filled in. */
export const httpRequest = (given: Partial<Omit<HttpRequest, 'body'>> & { body?: string | Uint8Array }): HttpRequest => ({
  method: 'POST',
  path: '/',
  query: '',
  remoteAddress: '127.0.0.1',
  ...given,
  headers: { host: 'localhost:4566', ...given.headers },
  body: typeof given.body === 'string' ? Buffer.from(given.body) : (given.body ?? new Uint8Array(0)),
});

/** A host, its gateway and a way to ask it. */
export function fakeCloud(options: GatewayOptions = {}) {
  const host = new FakeHost();
  const gateway = createGateway(host, options);
  const ask = async (given: Parameters<typeof httpRequest>[0]) => {
    const response = await gateway.handle(httpRequest(given));
    return { ...response, text: typeof response.body === 'string' ? response.body : Buffer.from(response.body).toString() };
  };
  return { host, gateway, ask };
}

/** What an SDK would send as `Authorization`, unsigned in truth. */
export const authorization = (service: string, region = 'us-east-1', accessKeyId = 'test'): string =>
  `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`;
