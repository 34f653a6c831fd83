import { invalidParameter } from '../errors.js';
import { limits } from '../limits.js';

export interface Page<T> {
  readonly entries: readonly T[];
  readonly nextMarker: string | undefined;
}

/** One page of what comes in order of its key; the marker is opaque to callers. */
export function pageOf<T>(
  entries: Iterable<readonly [key: string, entry: T]>,
  { Marker: marker, MaxItems: maxItems }: { Marker?: string | undefined; MaxItems?: number | undefined },
): Page<T> {
  const after = marker === undefined || marker === '' ? undefined : decodeMarker(marker);
  const most = Math.min(maxItems ?? limits.pageSize.value, limits.pageSize.value);
  const page: T[] = [];
  let last = '';
  for (const [key, entry] of entries) {
    if (after !== undefined && key <= after) continue;
    if (page.length === most) return { entries: page, nextMarker: Buffer.from(last).toString('base64') };
    page.push(entry);
    last = key;
  }
  return { entries: page, nextMarker: undefined };
}

function decodeMarker(marker: string): string {
  const text = Buffer.from(marker, 'base64').toString('utf8');
  if (Buffer.from(text).toString('base64') !== marker) throw invalidParameter('Invalid pagination marker');
  return text;
}
