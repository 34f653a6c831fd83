import type { HttpRequest } from '../../../kernel/http.js';

/** A call of an API as its integration may see it. */
export interface ApiRequest {
  readonly httpMethod: string;
  readonly stageName: string;
  /** Without the stage, as sent: `/orders/1%2B1/`. */
  readonly path: string;
  /** Between the slashes of the path, as sent; a slash at the end counts for nothing. */
  readonly segments: readonly string[];
  /** Values by name, decoded, in the order of sending; undefined where there are none. */
  readonly query: Readonly<Record<string, readonly string[]>> | undefined;
  readonly headers: Headers;
  readonly body: Uint8Array;
  readonly sourceIp: string;
}

/** Headers with their names as sent and found whatever their case. */
export class Headers {
  private readonly byName = new Map<string, { name: string; values: string[] }>();

  add(name: string, value: string): void {
    const entry = this.byName.get(name.toLowerCase());
    if (entry) entry.values.push(value);
    else this.byName.set(name.toLowerCase(), { name, values: [value] });
  }

  set(name: string, value: string): void {
    this.byName.set(name.toLowerCase(), { name, values: [value] });
  }

  setAll(name: string, values: readonly string[]): void {
    this.byName.set(name.toLowerCase(), { name, values: [...values] });
  }

  delete(name: string): void {
    this.byName.delete(name.toLowerCase());
  }

  /** The last value. */
  get(name: string): string | undefined {
    return this.byName.get(name.toLowerCase())?.values.at(-1);
  }

  all(name: string): readonly string[] | undefined {
    return this.byName.get(name.toLowerCase())?.values;
  }

  entries(): IterableIterator<{ readonly name: string; readonly values: readonly string[] }> {
    return this.byName.values();
  }

  /** The last value of each. */
  single(): Record<string, string> {
    const out: Record<string, string> = {};
    for (const { name, values } of this.byName.values()) out[name] = values.at(-1)!;
    return out;
  }

  multi(): Record<string, string[]> {
    const out: Record<string, string[]> = {};
    for (const { name, values } of this.byName.values()) out[name] = [...values];
    return out;
  }
}

/** What belongs to the connection and not to the request; integrations do not get to see it. */
const ofTheConnection = new Set(['connection', 'content-length', 'transfer-encoding', 'keep-alive', 'proxy-connection', 'expect', 'te', 'trailer', 'upgrade', 'http2-settings']);

/** Names that HTTP/1.1 clients send in this case, for a wire that gives them in lower case. */
const usualNames = new Map(
  ['Accept', 'Accept-Charset', 'Accept-Encoding', 'Accept-Language', 'Authorization', 'Cache-Control', 'Content-Encoding', 'Content-Type', 'Cookie', 'Date', 'Host', 'If-Match', 'If-Modified-Since', 'If-None-Match', 'If-Unmodified-Since', 'Origin', 'Pragma', 'Range', 'Referer', 'User-Agent', 'Via', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Forwarded-Port', 'X-Forwarded-Proto'].map(
    (name) => [name.toLowerCase(), name] as const,
  ),
);

function headersOf(request: HttpRequest): Headers {
  const headers = new Headers();
  const { rawHeaders } = request;
  if (rawHeaders) {
    for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
      if (!ofTheConnection.has(rawHeaders[i]!.toLowerCase())) headers.add(rawHeaders[i]!, rawHeaders[i + 1]!);
    }
    return headers;
  }
  for (const [name, value] of Object.entries(request.headers)) if (!ofTheConnection.has(name)) headers.add(usualNames.get(name) ?? name, value);
  return headers;
}

function decode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

function parseQuery(query: string): ApiRequest['query'] {
  if (query === '') return undefined;
  const values: Record<string, string[]> = Object.create(null) as Record<string, string[]>;
  let any = false;
  for (const part of query.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = decode(equals < 0 ? part : part.slice(0, equals));
    (values[name] ??= []).push(equals < 0 ? '' : decode(part.slice(equals + 1)));
    any = true;
  }
  return any ? values : undefined;
}

/** `/STAGE/orders/1` becomes the stage and `/orders/1`. */
export function parseRequest(request: HttpRequest): ApiRequest {
  const path = request.path.startsWith('/') ? request.path : `/${request.path}`;
  const end = path.indexOf('/', 1);
  const inside = end < 0 ? '/' : path.slice(end);
  const segments = inside.slice(1).split('/');
  if (segments.at(-1) === '') segments.pop();
  return {
    httpMethod: request.method.toUpperCase(),
    stageName: end < 0 ? path.slice(1) : path.slice(1, end),
    path: inside,
    segments,
    query: parseQuery(request.query),
    headers: headersOf(request),
    body: request.body,
    sourceIp: request.remoteAddress,
  };
}
