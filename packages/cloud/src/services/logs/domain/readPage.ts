import type { Context } from '../../../kernel/service.js';
import { limits } from '../limits.js';
import { sizeOf } from './batch.js';
import type { Gap } from './gaps.js';
import { eventsOf } from './logEvents.js';
import type { EventRange, LogEvent } from './logEvents.js';
import type { LogStream } from './logStream.js';

export interface PageRequest {
  readonly fromMs: number;
  readonly beforeMs: number;
  readonly limit: number;
  readonly forward: boolean;
  /** Where to go on; else from the head or the tail. */
  readonly gap: Gap | undefined;
}

/** Events in the order of time, and the gaps at both ends of the page. */
export interface EventPage {
  readonly events: readonly LogEvent[];
  readonly before: Gap;
  readonly behind: Gap;
}

/** Up to `limit` events and a megabyte, read from a gap in one direction. */
export function readPage(ctx: Context, stream: LogStream, request: PageRequest): EventPage {
  const events: LogEvent[] = [];
  let bytes = 0;
  for (const event of eventsOf(ctx, stream, rangeOf(request))) {
    bytes += sizeOf(event.message);
    if (events.length > 0 && (events.length === request.limit || bytes > limits.pageSize.value)) break;
    events.push(event);
  }
  if (!request.forward) events.reverse();
  const first = events[0];
  const last = events[events.length - 1];
  if (!first || !last) {
    // Nothing in this direction: both tokens stay where the reader stands.
    const here = request.gap ?? { at: { timestamp: request.fromMs, sequence: 0 }, behind: false };
    return { events, before: here, behind: here };
  }
  return { events, before: { at: first, behind: false }, behind: { at: last, behind: true } };
}

function rangeOf({ fromMs, beforeMs, forward, gap }: PageRequest): EventRange {
  const range = { fromMs, beforeMs, reverse: !forward };
  if (!gap) return range;
  const { at, behind } = gap;
  if (forward) return { ...range, ...(behind ? { after: at } : { from: at }) };
  return { ...range, before: behind ? { timestamp: at.timestamp, sequence: at.sequence + 1 } : at };
}
