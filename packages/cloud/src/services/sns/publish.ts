import type { Context } from '../../kernel/service.js';
import { dispatch } from './delivery.js';
import { filterValuesOf, matchesAttributes, matchesBody } from './domain/filterMatch.js';
import type { FilterValues } from './domain/filterMatch.js';
import { sequenceNumberOf, textFor } from './domain/publication.js';
import type { Checked, Notification } from './domain/publication.js';
import { findSent, rememberSent } from './domain/sentBefore.js';
import { subscriptionsOf } from './domain/subscription.js';
import type { Subscription } from './domain/subscription.js';
import { changeCounters } from './domain/topic.js';
import type { Topic } from './domain/topic.js';

export interface Published {
  readonly MessageId: string;
  readonly SequenceNumber?: string;
}

/** Accepts a message that was checked and hands it on to every subscriber whose filter it fits. */
export function publishTo(ctx: Context, topic: Topic, checked: Checked): Published {
  if (!topic.fifo) {
    const notification = notificationOf(ctx, topic, checked);
    fanOut(ctx, topic, notification);
    return { MessageId: notification.id };
  }
  const { groupId, deduplicationId } = checked;
  const before = findSent(ctx, topic, groupId!, deduplicationId!);
  if (before) return { MessageId: before.messageId, SequenceNumber: before.sequenceNumber };
  const { nextNumber } = changeCounters(ctx, topic, (counters) => ({ ...counters, nextNumber: counters.nextNumber + 1 }));
  const sequenceNumber = sequenceNumberOf(nextNumber - 1);
  const notification = { ...notificationOf(ctx, topic, checked), sequenceNumber };
  rememberSent(ctx, topic, groupId!, deduplicationId!, { messageId: notification.id, sequenceNumber });
  fanOut(ctx, topic, notification);
  return { MessageId: notification.id, SequenceNumber: sequenceNumber };
}

const notificationOf = (ctx: Context, topic: Topic, checked: Checked): Notification => ({
  id: ctx.ids.uuid(),
  topicArn: topic.arn,
  ...checked,
  publishedAtMs: ctx.now,
  signatureVersion: topic.settings.signatureVersion ?? '1',
});

function fanOut(ctx: Context, topic: Topic, notification: Notification): void {
  const filter = new Filter(notification);
  let delivered = 0;
  let filtered = 0;
  for (const subscription of subscriptionsOf(ctx, topic)) {
    if (!subscription.confirmed) continue;
    if (filter.lets(subscription)) {
      dispatch(ctx, topic, subscription, notification);
      delivered++;
    } else filtered++;
  }
  ctx.annotate({ messageId: notification.id, delivered, ...(filtered > 0 && { filtered }) });
}

/** Reads the message once for all the policies it is held against. */
class Filter {
  private values: FilterValues | undefined;
  private readonly bodies = new Map<string, unknown>();

  constructor(private readonly notification: Notification) {}

  lets({ settings, protocol }: Subscription): boolean {
    const { filterPolicy, filterPolicyScope } = settings;
    if (!filterPolicy) return true;
    if (filterPolicyScope === 'MessageBody') return matchesBody(filterPolicy, this.body(textFor(this.notification, protocol)));
    this.values ??= filterValuesOf(this.notification.attributes ?? {});
    return matchesAttributes(filterPolicy, this.values);
  }

  private body(text: string): unknown {
    if (!this.bodies.has(text)) this.bodies.set(text, parse(text));
    return this.bodies.get(text);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
