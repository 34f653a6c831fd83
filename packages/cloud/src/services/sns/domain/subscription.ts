import { collection, key, prefix } from '../../../kernel/collection.js';
import type { Context } from '../../../kernel/service.js';
import { invalidParameter, malformedArn, subscriptionNotFound } from '../errors.js';
import type { SubscriptionDeliveryPolicy } from './deliveryPolicy.js';
import type { Protocol } from './endpoint.js';
import type { FilterRule, FilterScope } from './filterPolicy.js';
import { parseTopicArn, tableOf } from './topic.js';
import type { Topic, TopicAddress } from './topic.js';

export interface SubscriptionSettings {
  readonly rawMessageDelivery?: boolean;
  readonly filterPolicy?: FilterRule;
  /** As given. */
  readonly filterPolicyText?: string;
  readonly filterPolicyScope?: FilterScope;
  readonly redrivePolicy?: { readonly deadLetterTargetArn: string };
  readonly deliveryPolicy?: SubscriptionDeliveryPolicy;
}

export interface Subscription {
  readonly id: string;
  readonly arn: string;
  readonly topicName: string;
  readonly topicArn: string;
  readonly owner: string;
  /** ARN of whoever subscribed. */
  readonly principalArn: string;
  readonly protocol: Protocol;
  readonly endpoint: string;
  readonly settings: SubscriptionSettings;
  readonly confirmed: boolean;
  readonly confirmationAuthenticated: boolean;
  readonly authenticateOnUnsubscribe?: boolean;
}

/** What a token confirms: the subscription as it is to be. */
export interface Confirmation {
  readonly subscription: Subscription;
  readonly untilMs: number;
}

/** By (topic name, subscription id). */
export const subscriptions = collection<Subscription>('sns.subscriptions');
/** Ids by (topic name, protocol, endpoint). */
export const endpoints = collection<string>('sns.endpoints');
/** By token. */
export const confirmations = collection<Confirmation>('sns.confirmations');

export const subscriptionKey = (subscription: Pick<Subscription, 'topicName' | 'id'>): string => key(subscription.topicName, subscription.id);
export const endpointKey = ({ topicName, protocol, endpoint }: Pick<Subscription, 'topicName' | 'protocol' | 'endpoint'>): string =>
  key(topicName, protocol, endpoint);

export interface SubscriptionAddress extends TopicAddress {
  readonly id: string;
}

const idForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Throws InvalidParameter where the text is no subscription's ARN. */
export function parseSubscriptionArn(text: string | undefined): SubscriptionAddress {
  const parts = (text ?? '').split(':');
  if (parts.length < 6) throw malformedArn('SubscriptionArn', parts.length);
  const id = parts[6];
  if (parts.length !== 7 || id === undefined || !idForm.test(id)) throw invalidParameter('SubscriptionId');
  return { ...parseTopicArn(parts.slice(0, 6).join(':'), 'SubscriptionArn'), id };
}

/** Undefined where there is none. */
export const findSubscription = (ctx: Context, address: SubscriptionAddress): Subscription | undefined =>
  tableOf(ctx, address, subscriptions).get(key(address.name, address.id));

/** The subscription that the ARN names. Throws InvalidParameter or NotFound. */
export function subscriptionAt(ctx: Context, text: string | undefined): { readonly subscription: Subscription; readonly address: SubscriptionAddress } {
  const address = parseSubscriptionArn(text);
  const subscription = findSubscription(ctx, address);
  if (!subscription) throw subscriptionNotFound();
  return { subscription, address };
}

export function putSubscription(ctx: Context, owner: { account: string; region: string }, subscription: Subscription): void {
  tableOf(ctx, owner, subscriptions).put(subscriptionKey(subscription), subscription);
  tableOf(ctx, owner, endpoints).put(endpointKey(subscription), subscription.id);
}

export function removeSubscription(ctx: Context, owner: { account: string; region: string }, subscription: Subscription): void {
  tableOf(ctx, owner, subscriptions).delete(subscriptionKey(subscription));
  tableOf(ctx, owner, endpoints).delete(endpointKey(subscription));
}

export function* subscriptionsOf(ctx: Context, topic: Topic): IterableIterator<Subscription> {
  for (const [, subscription] of tableOf(ctx, topic, subscriptions).range({ prefix: prefix(topic.name) })) yield subscription;
}

/** As lists show it. */
export const listed = (subscription: Subscription) => ({
  SubscriptionArn: subscription.confirmed ? subscription.arn : 'PendingConfirmation',
  Owner: subscription.owner,
  Protocol: subscription.protocol,
  Endpoint: subscription.endpoint,
  TopicArn: subscription.topicArn,
});
