import { key } from '../../kernel/collection.js';
import type { Context } from '../../kernel/service.js';
import { notificationJson, subscribeUrl, unsubscribeUrl } from './domain/envelope.js';
import type { Origin } from './domain/envelope.js';
import { outbox } from './domain/outbox.js';
import type { OutboxMessage } from './domain/outbox.js';
import { textFor } from './domain/publication.js';
import type { Notification } from './domain/publication.js';
import type { Subscription } from './domain/subscription.js';
import type { Topic } from './domain/topic.js';

type Letter = Omit<OutboxMessage, 'sentAtMs'>;

function put(ctx: Context, letter: Letter, operation: string, resource: string | undefined): void {
  ctx.table(outbox).put(key(ctx.now, ctx.ids.hex(12)), { ...letter, sentAtMs: ctx.now });
  ctx.record({ kind: 'delivery', operation, ...(resource !== undefined && { resource }), detail: { protocol: letter.protocol, to: letter.to } });
}

const defaultSubject = 'AWS Notification Message';

/** An email or a text message to a subscriber. */
export function putInOutbox(ctx: Context, topic: Topic, subscription: Subscription, notification: Notification, origin: Origin): void {
  const { protocol, endpoint: to } = subscription;
  const text = textFor(notification, protocol);
  const common = { to, topicArn: topic.arn };
  if (protocol === 'sms') {
    const { displayName } = topic.settings;
    const body = displayName === undefined ? text : `${displayName}> ${text}`;
    put(ctx, { ...common, protocol, body }, 'SendSms', subscription.arn);
  } else if (protocol === 'email-json') {
    put(ctx, { ...common, protocol, subject: defaultSubject, body: notificationJson(notification, subscription, origin) }, 'SendEmail', subscription.arn);
  } else {
    const body = `${text}\n\n--\nTo stop these notifications: ${unsubscribeUrl(origin.endpoint, subscription.arn)}\n`;
    put(ctx, { ...common, protocol: 'email', subject: notification.subject ?? defaultSubject, body }, 'SendEmail', subscription.arn);
  }
}

/** The email that asks whether an address wants to be subscribed. */
export function askByEmail(ctx: Context, subscription: Subscription, token: string, json: string): void {
  const { protocol, endpoint: to, topicArn } = subscription;
  const question = `You have chosen to subscribe to the topic ${topicArn}.\nTo confirm this subscription: ${subscribeUrl(ctx.endpoint, topicArn, token)}\n`;
  const letter: Letter = {
    protocol: protocol === 'email-json' ? 'email-json' : 'email',
    to,
    topicArn,
    subject: 'AWS Notification - Subscription Confirmation',
    body: protocol === 'email-json' ? json : question,
  };
  put(ctx, letter, 'SendEmail', subscription.arn);
}

/** Publish to a phone number, without a topic. */
export function textPhone(ctx: Context, to: string, body: string): void {
  put(ctx, { protocol: 'sms', to, body }, 'SendSms', undefined);
}
