import { validationError } from '../errors.js';
import { limits } from '../limits.js';

export interface PageInput {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Members of the answer that tell whether there is more. */
  readonly more: { readonly IsTruncated: boolean; readonly Marker: string | undefined };
}

/** A page of items in their order. The marker holds the key of the last item given. */
export function pageOf<T>(items: Iterable<T>, keyOf: (item: T) => string, input: PageInput): Page<T> {
  const max = input.MaxItems ?? limits.pageSize;
  const after = input.Marker === undefined ? undefined : keyOfMarker(input.Marker);
  const found: T[] = [];
  let passed = after === undefined;
  for (const item of items) {
    if (!passed) {
      const itemKey = keyOf(item);
      if (itemKey <= after!) continue;
      passed = true;
    }
    if (found.length === max) return { items: found, more: { IsTruncated: true, Marker: markerOf(keyOf(found[max - 1]!)) } };
    found.push(item);
  }
  return { items: found, more: { IsTruncated: false, Marker: undefined } };
}

const markerOf = (key: string): string => Buffer.from(`after ${key}`).toString('base64');

function keyOfMarker(marker: string): string {
  const text = Buffer.from(marker, 'base64').toString();
  if (!text.startsWith('after ')) throw validationError('Invalid Marker.');
  return text.slice('after '.length);
}
