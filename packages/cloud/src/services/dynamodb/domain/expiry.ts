import { key } from '../../../kernel/collection.js';
import type { Tx } from './findTable.js';
import { limits } from '../limits.js';
import { expiries, expiryTimers } from './table.js';
import type { TableRecord } from './table.js';
import type { Attributes } from './value.js';
import { attribute } from './value.js';

const latestSecond = 8_640_000_000_000;

/**
 * The epoch second at which an item expires; undefined where its table or it has no time to live. A time over five years
 * past is taken for a mistake and ignored.
 */
export function expirySecond(table: TableRecord, item: Attributes, nowMs: number): number | undefined {
  const { timeToLive } = table;
  if (!timeToLive || timeToLive.status === 'DISABLING') return undefined;
  const second = Math.floor(Number(attribute(item, timeToLive.attribute)?.N ?? NaN));
  return second <= latestSecond && second * 1000 >= nowMs - limits.expiredAgeMs.value ? second : undefined;
}

const expiryKey = (tag: string, second: number, itemKey: string): string => key(tag, Math.max(0, second)) + itemKey;

/** Follows a write of an item, and sees to it that the table's one task wakes for whatever expires next. */
export function moveExpiry(tx: Tx, table: TableRecord, itemKey: string, from: number | undefined, to: number | undefined): void {
  if (from === to) return;
  const entries = tx.table(expiries);
  if (from !== undefined) entries.delete(expiryKey(table.tag, from, itemKey));
  if (to === undefined) return;
  entries.put(expiryKey(table.tag, to, itemKey), itemKey);
  wakeAt(tx, table, to * 1000);
}

/** Brings the table's one task forward where it would come too late. */
export function wakeAt(tx: Tx, table: TableRecord, atMs: number): void {
  const timers = tx.table(expiryTimers);
  const waiting = timers.get(table.tag);
  if (waiting && waiting.atMs <= atMs) return;
  if (waiting) tx.cancel(waiting.timer);
  timers.put(table.tag, { atMs, timer: tx.schedule('expireItems', atMs, { tableName: table.name, tag: table.tag }) });
}
