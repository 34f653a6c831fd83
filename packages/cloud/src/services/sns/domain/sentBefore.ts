import { collection, key, prefix } from '../../../kernel/collection.js';
import type { Context } from '../../../kernel/service.js';
import { limits } from '../limits.js';
import { tableOf } from './topic.js';
import type { Topic } from './topic.js';

/** A message to a FIFO topic, by which a second one of the same deduplication id is recognised. */
export interface SentBefore {
  readonly untilMs: number;
  readonly messageId: string;
  readonly sequenceNumber: string;
}

/** By (topic id, group or nothing, deduplication id). */
export const sentBefore = collection<SentBefore>('sns.sentBefore');
/** Keys of what to forget, by (topic id, until, key). */
export const forgetSentAt = collection<string>('sns.forgetSentAt');

const forgottenPerMessage = 2;

const keyOf = (topic: Topic, groupId: string, deduplicationId: string): string =>
  key(topic.id, topic.settings.fifoThroughputScope === 'MessageGroup' ? groupId : '', deduplicationId);

export function findSent(ctx: Context, topic: Topic, groupId: string, deduplicationId: string): SentBefore | undefined {
  const found = tableOf(ctx, topic, sentBefore).get(keyOf(topic, groupId, deduplicationId));
  return found && found.untilMs > ctx.now ? found : undefined;
}

/** Each message that is remembered makes room for itself: no timer is needed. */
export function rememberSent(ctx: Context, topic: Topic, groupId: string, deduplicationId: string, sent: Omit<SentBefore, 'untilMs'>): void {
  const table = tableOf(ctx, topic, sentBefore);
  const forget = tableOf(ctx, topic, forgetSentAt);
  for (const [at, sentKey] of forget.range({ prefix: prefix(topic.id), before: key(ctx.now), limit: forgottenPerMessage })) {
    forget.delete(at);
    const record = table.get(sentKey);
    if (record && record.untilMs < ctx.now) table.delete(sentKey);
  }
  const untilMs = ctx.now + limits.deduplicationSeconds.value * 1000;
  const at = keyOf(topic, groupId, deduplicationId);
  table.put(at, { ...sent, untilMs });
  forget.put(key(topic.id, untilMs, at), at);
}
