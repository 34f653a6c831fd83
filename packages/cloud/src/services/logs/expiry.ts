import { key, prefix } from '../../kernel/collection.js';
import type { Context, Task } from '../../kernel/service.js';
import { sizeOf } from './domain/batch.js';
import { eventsOf, eventKey, storedEvents } from './domain/logEvents.js';
import { groups, oldestKeptMs, putGroup, retentionMs } from './domain/logGroup.js';
import type { LogGroup } from './domain/logGroup.js';
import { putStream, streams, streamsOf } from './domain/logStream.js';
import type { LogStream } from './domain/logStream.js';

const recordsInOneGo = 2_000;
/** A group that is written to all the time is purged once in so long, not at every event's own instant. */
const purgeEveryMs = 3_600_000;

interface Purge {
  readonly group: string;
  readonly groupId: string;
}

/**
 * Makes sure that a group with retention has one purge to come. What has expired is out of sight at once; the purge only
 * frees it.
 */
export function schedulePurge(ctx: Context, group: LogGroup): void {
  if (group.purgeTimer === undefined && group.retentionInDays !== undefined) purgeFrom(ctx, group, ctx.now);
}

/** After a change of the retention: what was to come may now be due earlier, later or never. */
export function reschedulePurge(ctx: Context, { purgeTimer, ...group }: LogGroup): void {
  if (purgeTimer !== undefined) ctx.cancel(purgeTimer);
  putGroup(ctx, group);
  schedulePurge(ctx, group);
}

function purgeFrom(ctx: Context, group: LogGroup, earliestMs: number): void {
  const oldest = oldestEventMs(ctx, group);
  if (oldest === undefined) return;
  const payload: Purge = { group: group.name, groupId: group.id };
  const purgeTimer = ctx.schedule('purge', Math.max(earliestMs, oldest + retentionMs(group)! + 1), payload);
  putGroup(ctx, { ...group, purgeTimer });
}

export const purge: Task<Purge> = ({ group: name, groupId }, ctx) => {
  const found = ctx.table(groups).get(name);
  if (found?.id !== groupId || found.retentionInDays === undefined) return;
  const { purgeTimer: _done, ...group } = found;
  let left = recordsInOneGo;
  for (const stream of streamsOf(ctx, group)) {
    left = dropExpired(ctx, group, stream, left);
    if (left === 0) break;
  }
  putGroup(ctx, group);
  purgeFrom(ctx, group, left === 0 ? ctx.now : ctx.now + purgeEveryMs);
};

function oldestEventMs(ctx: Context, group: LogGroup): number | undefined {
  let oldest: number | undefined;
  for (const stream of streamsOf(ctx, group)) {
    if (stream.firstEventMs !== undefined) oldest = Math.min(oldest ?? Infinity, stream.firstEventMs);
  }
  return oldest;
}

/** How many more records this go may drop. */
function dropExpired(ctx: Context, group: LogGroup, stream: LogStream, limit: number): number {
  const keptMs = oldestKeptMs(group, ctx.now);
  if (stream.firstEventMs === undefined || stream.firstEventMs >= keptMs) return limit;
  const table = ctx.table(storedEvents);
  let left = limit;
  let { storedBytes } = stream;
  for (const event of eventsOf(ctx, stream, { fromMs: 0, beforeMs: keptMs })) {
    if (left === 0) break;
    table.delete(eventKey(stream.id, event));
    storedBytes -= sizeOf(event.message);
    left--;
  }
  const { firstEventMs: _old, ...rest } = stream;
  const { value: first } = eventsOf(ctx, stream, { fromMs: 0, beforeMs: Number.MAX_SAFE_INTEGER }).next() as { value?: { timestamp: number } };
  putStream(ctx, group, { ...rest, storedBytes, ...(first && { firstEventMs: first.timestamp }) });
  return left;
}

interface Sweep {
  readonly groupId?: string;
  readonly streamIds: readonly string[];
}

/** Frees what a deleted group left, in pieces, so that deleting a group of a million events holds nobody up. */
export const sweepGroup = (ctx: Context, group: LogGroup): void => void ctx.schedule('sweep', ctx.now, { groupId: group.id, streamIds: [] });

export const sweepStream = (ctx: Context, stream: LogStream): void => void ctx.schedule('sweep', ctx.now, { streamIds: [stream.id] });

export const sweep: Task<Sweep> = ({ groupId, streamIds }, ctx) => {
  let left = recordsInOneGo;
  const pending = [...streamIds];
  if (groupId !== undefined) {
    for (const [, stream] of ctx.table(streams).range({ prefix: prefix(groupId), limit: recordsInOneGo })) {
      ctx.table(streams).delete(key(groupId, stream.name));
      pending.push(stream.id);
      left--;
    }
  }
  const moreStreams = groupId !== undefined && pending.length > streamIds.length;
  const table = ctx.table(storedEvents);
  while (pending.length > 0 && left > 0) {
    const before = left;
    for (const [at] of table.range({ prefix: prefix(pending[0]!), limit: left })) {
      table.delete(at);
      left--;
    }
    if (left > 0 || before === left) pending.shift();
  }
  if (pending.length === 0 && !moreStreams) return;
  ctx.schedule('sweep', ctx.now, { streamIds: pending, ...(moreStreams && { groupId }) });
};
