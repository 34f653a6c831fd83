import type { HttpRequest } from '../kernel/http.js';

/** Who signed, for which service and region, by the request's own word. */
export interface Signature {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  /** Signing name, such as `monitoring`. */
  readonly service: string;
  readonly sessionToken: string | undefined;
  readonly signedHeaders: string;
  readonly signature: string;
  /** Everything in the query instead of the header. */
  readonly presigned: boolean;
}

const header = /^AWS4-HMAC-SHA256\s+Credential=([^/,\s]+)\/(\d{8})\/([^/,\s]*)\/([^/,\s]+)\/aws4_request,\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]+)\s*$/;

/** Undefined where nobody signed; `malformed` where somebody tried to. */
export function readSignature(request: HttpRequest): Signature | 'malformed' | undefined {
  const { authorization } = request.headers;
  if (authorization !== undefined) return fromHeader(authorization, request);
  return request.query.includes('X-Amz-Signature=') ? fromQuery(request) : undefined;
}

function fromHeader(authorization: string, { headers }: HttpRequest): Signature | 'malformed' {
  const found = header.exec(authorization);
  if (!found) return 'malformed';
  const [, accessKeyId, date, region, service, signedHeaders, signature] = found as unknown as string[];
  return {
    accessKeyId: accessKeyId!,
    date: date!,
    region: region!,
    service: service!,
    sessionToken: headers['x-amz-security-token'],
    signedHeaders: signedHeaders!,
    signature: signature!,
    presigned: false,
  };
}

function fromQuery({ query }: HttpRequest): Signature | 'malformed' {
  const parameters = new URLSearchParams(query);
  const parts = parameters.get('X-Amz-Credential')?.split('/') ?? [];
  if (parts.length < 5 || parts.at(-1) !== 'aws4_request') return 'malformed';
  const [service, region, date] = [parts.at(-2)!, parts.at(-3)!, parts.at(-4)!];
  return {
    accessKeyId: parts.slice(0, -4).join('/'),
    date,
    region,
    service,
    sessionToken: parameters.get('X-Amz-Security-Token') ?? undefined,
    signedHeaders: parameters.get('X-Amz-SignedHeaders') ?? '',
    signature: parameters.get('X-Amz-Signature') ?? '',
    presigned: true,
  };
}
