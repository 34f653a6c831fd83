import type { HttpRequest, HttpResponse } from '../kernel/http.js';
import { hostOf } from './hosts.js';

const localOrigin = /^(?:localhost|127\.0\.0\.1|\[::1\]|[a-z0-9.-]+\.localhost)$/;

/** Which web pages may call: those of this machine, and those named. */
export class Origins {
  private readonly others: ReadonlySet<string>;

  constructor(others: readonly string[] = []) {
    this.others = new Set(others);
  }

  allows(origin: string): boolean {
    if (this.others.has(origin)) return true;
    const host = /^https?:\/\/(.+)$/.exec(origin)?.[1];
    return host !== undefined && localOrigin.test(hostOf(host));
  }
}

/** Whether a browser asks what it may send. */
export const isPreflight = ({ method, headers }: HttpRequest): boolean =>
  method === 'OPTIONS' && headers['origin'] !== undefined && headers['access-control-request-method'] !== undefined;

export function preflightAnswer({ headers }: HttpRequest): HttpResponse {
  return {
    status: 204,
    headers: {
      ...corsHeaders(headers['origin']!),
      'Access-Control-Allow-Methods': 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS',
      'Access-Control-Allow-Headers': headers['access-control-request-headers'] ?? '*',
      'Access-Control-Max-Age': '600',
    },
    body: '',
  };
}

export const corsHeaders = (origin: string): Record<string, string> => ({
  'Access-Control-Allow-Origin': origin,
  'Access-Control-Expose-Headers':
    'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-query-error,x-amz-crc32,x-amz-request-id,x-amz-id-2,x-amz-version-id,x-amz-function-error,x-amz-log-result,ETag,Content-Length,Date',
  Vary: 'Origin',
});

export const withCors = (response: HttpResponse, origin: string): HttpResponse => ({
  ...response,
  headers: { ...response.headers, ...corsHeaders(origin) },
});
