import { collection, key, prefix } from '../../../kernel/collection.js';
import type { Context } from '../../../kernel/service.js';
import { streamNotFound } from '../errors.js';
import type { LogGroup } from './logGroup.js';

export interface LogStream {
  readonly name: string;
  /** Ten hexadecimal digits; tells a stream from an earlier one of the same name. */
  readonly id: string;
  readonly createdAtMs: number;
  readonly firstEventMs?: number;
  readonly lastEventMs?: number;
  readonly lastIngestionMs?: number;
  /** Messages and overhead of the events that are kept. */
  readonly storedBytes: number;
  /** Given to the next event: keeps the order of those of one instant. */
  readonly nextSequence: number;
}

/** By group id and name. */
export const streams = collection<LogStream>('logs.streams');

/** Throws ResourceNotFoundException. */
export function getStream(ctx: Context, group: LogGroup, name: string): LogStream {
  const stream = ctx.table(streams).get(key(group.id, name));
  if (!stream) throw streamNotFound();
  return stream;
}

export const putStream = (ctx: Context, group: LogGroup, stream: LogStream): void =>
  ctx.table(streams).put(key(group.id, stream.name), stream);

/** By name. */
export function* streamsOf(ctx: Context, group: LogGroup, namePrefix = ''): IterableIterator<LogStream> {
  for (const [, stream] of ctx.table(streams).range({ prefix: prefix(group.id) + namePrefix })) yield stream;
}

export const newStream = (ctx: Context, name: string): LogStream => ({
  name,
  id: ctx.ids.hex(10),
  createdAtMs: ctx.now,
  storedBytes: 0,
  nextSequence: 0,
});
