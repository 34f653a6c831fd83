import { collection, key, keyParts, prefix } from '../../../kernel/collection.js';
import type { Context } from '../../../kernel/service.js';
import type { LogStream } from './logStream.js';

/** What is kept of an event; its time and its place among others are in the key. */
export interface StoredEvent {
  readonly message: string;
  readonly ingestedAtMs: number;
}

/** By stream id, timestamp and sequence. */
export const storedEvents = collection<StoredEvent>('logs.events');

/** Where an event stands in its stream. */
export interface Position {
  readonly timestamp: number;
  readonly sequence: number;
}

export interface LogEvent extends Position, StoredEvent {}

export const eventKey = (streamId: string, { timestamp, sequence }: Position): string => key(streamId, timestamp, sequence);

export function positionOf(eventKeyText: string): Position {
  const [, timestamp, sequence] = keyParts(eventKeyText);
  return { timestamp: Number(timestamp), sequence: Number(sequence) };
}

export interface EventRange {
  /** First timestamp, inclusive. */
  readonly fromMs: number;
  /** First timestamp that is not wanted any more. */
  readonly beforeMs: number;
  /** Only events behind this one, or from it on. */
  readonly after?: Position;
  readonly from?: Position;
  /** Only events before this one. */
  readonly before?: Position;
  readonly reverse?: boolean;
}

const latest = Number.MAX_SAFE_INTEGER;

/** Events of a stream in the order of time, or the other way round. */
export function* eventsOf(ctx: Context, stream: LogStream, range: EventRange): IterableIterator<LogEvent> {
  const bounds = {
    prefix: prefix(stream.id),
    from: lowerBound(range),
    before: upperBound(range),
    ...(range.reverse !== undefined && { reverse: range.reverse }),
  };
  for (const [at, event] of ctx.table(storedEvents).range(bounds)) yield { ...positionOf(at), ...event };
}

function lowerBound({ fromMs, after, from }: EventRange): string {
  const bounds = [key(Math.min(fromMs, latest), 0)];
  if (from) bounds.push(key(from.timestamp, from.sequence));
  if (after) bounds.push(key(after.timestamp, after.sequence + 1));
  return bounds.reduce((a, b) => (a > b ? a : b));
}

function upperBound({ beforeMs, before }: EventRange): string {
  const bound = key(Math.min(beforeMs, latest), 0);
  if (!before) return bound;
  const other = key(before.timestamp, before.sequence);
  return other < bound ? other : bound;
}

const sequenceDigits = 18;
const timeDigits = 20;
const streamDigits = 18;

/** AWS's 56 digits, ascending with time. */
export function eventId(stream: LogStream, { timestamp, sequence }: Position): string {
  const streamNumber = String(parseInt(stream.id, 16)).padStart(streamDigits, '0');
  return String(timestamp).padStart(timeDigits, '0') + streamNumber + String(sequence).padStart(sequenceDigits, '0');
}
