/**
 * Headers that are the gateway's own; an integration's value goes out under another name.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
const kept = new Set(['authorization', 'connection', 'content-md5', 'date', 'expect', 'host', 'max-forwards', 'proxy-authenticate', 'server', 'trailer', 'upgrade', 'user-agent', 'www-authenticate']);

/** Set by whoever sends the body. */
const dropped = new Set(['content-length', 'transfer-encoding', 'keep-alive', 'te']);

export function remapped(headers: Readonly<Record<string, string[]>>): Record<string, string[]> {
  const out: Record<string, string[]> = {};
  for (const [name, values] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    if (dropped.has(lower)) continue;
    out[kept.has(lower) ? `x-amzn-Remapped-${name}` : name] = values.map(oneLine);
  }
  return out;
}

/** A header is one line of Latin-1, whatever a function says. */
const oneLine = (value: string): string => value.replace(/[^\t\x20-\x7e\x80-\xff]/g, (c) => (c === '\r' || c === '\n' ? ' ' : '?'));
