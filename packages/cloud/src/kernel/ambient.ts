import { AsyncLocalStorage } from 'node:async_hooks';
import type { Cause } from './identity.js';

/** The invocation in which code of this process runs, so that the SDK calls of inline handlers are its effects. */
export const ambientCause = new AsyncLocalStorage<Cause>();

/** `Root=1-…;Parent=16 hex;Sampled=1`, as AWS passes it in `X-Amzn-Trace-Id`. */
export const traceHeader = (cause: Cause): string => `Root=${cause.traceId};Parent=${cause.spanId};Sampled=1`;

const rootForm = /(?:^|;)\s*Root=(1-[0-9a-f]{8}-[0-9a-f]{24})/i;
const parentForm = /(?:^|;)\s*Parent=([0-9a-f]{16})/i;

/** Undefined where the value names no root and parent of the expected form. */
export function parseTraceHeader(value: string | undefined): Cause | undefined {
  if (!value) return undefined;
  const traceId = rootForm.exec(value)?.[1];
  const spanId = parentForm.exec(value)?.[1];
  return traceId && spanId ? { traceId: traceId.toLowerCase(), spanId: spanId.toLowerCase() } : undefined;
}
