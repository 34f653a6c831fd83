import type { Context } from '../../../kernel/service.js';
import { invalidToken } from '../errors.js';
import { limits } from '../limits.js';
import { sizeOf } from './batch.js';
import type { MessageFilter } from './filterPattern.js';
import { eventsOf } from './logEvents.js';
import type { LogEvent, Position } from './logEvents.js';
import type { LogStream } from './logStream.js';

/** An event and the stream that it is in. */
export interface Found {
  readonly stream: LogStream;
  readonly event: LogEvent;
}

interface Cursor extends Found {
  readonly rest: IterableIterator<LogEvent>;
}

interface Range {
  readonly fromMs: number;
  readonly beforeMs: number;
}

/** Events of several streams that the filter accepts, in the order of time, a page at once. */
export function search(
  ctx: Context,
  streams: readonly LogStream[],
  range: Range,
  accepts: MessageFilter,
  limit: number,
  token: string | undefined,
): { found: Found[]; nextToken: string | undefined } {
  const resume = token === undefined ? undefined : decode(token);
  const queue = new CursorQueue();
  for (const stream of streams) queue.add(ctx, stream, range, resume);
  const found: Found[] = [];
  let bytes = 0;
  for (let next = queue.take(); next; next = queue.take()) {
    if (!accepts(next.event.message)) continue;
    bytes += sizeOf(next.event.message);
    if (found.length > 0 && (found.length === limit || bytes > limits.pageSize.value)) return { found, nextToken: encode(found[found.length - 1]!) };
    found.push({ stream: next.stream, event: next.event });
  }
  return { found, nextToken: undefined };
}

/** The streams' next events, earliest first: a binary heap. */
class CursorQueue {
  private readonly heap: Cursor[] = [];

  add(ctx: Context, stream: LogStream, range: Range, resume: Resume | undefined): void {
    const rest = eventsOf(ctx, stream, { ...range, ...resumeIn(stream, resume) });
    const { value: event, done } = rest.next();
    if (!done) this.push({ stream, event, rest });
  }

  take(): Found | undefined {
    const first = this.heap[0];
    if (!first) return undefined;
    const { value: event, done } = first.rest.next();
    const last = this.heap.pop()!;
    const replacement = done ? (last === first ? undefined : last) : { ...first, event };
    if (!done && last !== first) this.heap.push(last);
    if (replacement) this.sink(replacement);
    return first;
  }

  private push(cursor: Cursor): void {
    const { heap } = this;
    let at = heap.length;
    heap.push(cursor);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!comesFirst(cursor, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = cursor;
  }

  /** Puts the cursor at the top and lets it sink to its place. */
  private sink(cursor: Cursor): void {
    const { heap } = this;
    if (heap.length === 0) {
      heap.push(cursor);
      return;
    }
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && comesFirst(heap[child + 1]!, heap[child]!)) child++;
      if (!comesFirst(heap[child]!, cursor)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = cursor;
  }
}

const comesFirst = (a: Found, b: Found): boolean =>
  a.event.timestamp !== b.event.timestamp
    ? a.event.timestamp < b.event.timestamp
    : a.stream.id !== b.stream.id
      ? a.stream.id < b.stream.id
      : a.event.sequence < b.event.sequence;

/** The event that the last page ended with. */
interface Resume extends Position {
  readonly streamId: string;
}

/** In the order of time, then stream, then sequence: what a stream has behind the last event given. */
function resumeIn(stream: LogStream, resume: Resume | undefined): { after?: Position; from?: Position } {
  if (!resume) return {};
  if (stream.id === resume.streamId) return { after: resume };
  const { timestamp } = resume;
  return { from: { timestamp: stream.id > resume.streamId ? timestamp : timestamp + 1, sequence: 0 } };
}

const encode = ({ stream, event }: Found): string =>
  Buffer.from(JSON.stringify([event.timestamp, stream.id, event.sequence])).toString('base64url');

function decode(token: string): Resume {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (Array.isArray(parsed) && parsed.length === 3) {
      const [timestamp, streamId, sequence] = parsed as [unknown, unknown, unknown];
      if (Number.isSafeInteger(timestamp) && Number.isSafeInteger(sequence) && typeof streamId === 'string') {
        return { timestamp: timestamp as number, streamId, sequence: sequence as number };
      }
    }
  } catch {
    // Refused below.
  }
  throw invalidToken();
}
