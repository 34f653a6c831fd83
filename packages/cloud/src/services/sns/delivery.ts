import { collection, key, prefix } from '../../kernel/collection.js';
import type { Context, Flow, Task } from '../../kernel/service.js';
import { effectiveSubscriptionPolicy, managedRetries, retryDelayMs } from './domain/deliveryPolicy.js';
import type { RetryPolicy } from './domain/deliveryPolicy.js';
import { lambdaEvent, notificationJson } from './domain/envelope.js';
import type { Origin } from './domain/envelope.js';
import { textFor } from './domain/publication.js';
import type { Notification } from './domain/publication.js';
import { subscriptions } from './domain/subscription.js';
import type { Subscription } from './domain/subscription.js';
import { HttpFailure, httpHeaders, isPermanent, queueMessage, scopeOf } from './domain/target.js';
import { topics } from './domain/topic.js';
import type { Topic } from './domain/topic.js';
import { originOf, poster } from './facilities.js';
import { limits } from './limits.js';
import { putInOutbox } from './outboxDelivery.js';

/** One message on its way to one subscriber. */
interface Job {
  readonly notification: Notification;
  /** From 1. */
  readonly attempt: number;
  /** On its way to the subscription's dead-letter queue. */
  readonly deadLetter: boolean;
}

interface Recipient {
  readonly topicName: string;
  readonly subscriptionId: string;
}

/** Jobs of FIFO topics, by (subscription id, group, sequence number): each group goes one at a time, in order. */
export const groupJobs = collection<Job>('sns.groupJobs');

/** Hands a message on to a subscriber, after the transaction that accepted it. */
export function dispatch(ctx: Context, topic: Topic, subscription: Subscription, notification: Notification): void {
  const scope = { account: topic.account, region: topic.region };
  const recipient: Recipient = { topicName: topic.name, subscriptionId: subscription.id };
  const job: Job = { notification, attempt: 1, deadLetter: false };
  if (!topic.fifo) return void ctx.schedule('deliver', ctx.now, { ...recipient, ...job }, { scope });
  const { groupId, sequenceNumber } = notification;
  const jobs = ctx.table(groupJobs, scope);
  const waiting = [...jobs.range({ prefix: prefix(subscription.id, groupId!), limit: 1 })].length > 0;
  jobs.put(key(subscription.id, groupId!, sequenceNumber!), job);
  if (!waiting) ctx.schedule('deliverNext', ctx.now, { ...recipient, groupId }, { scope });
}

function recipientOf(ctx: Context, { topicName, subscriptionId }: Recipient): { topic: Topic; subscription: Subscription } | undefined {
  const topic = ctx.table(topics).get(topicName);
  const subscription = ctx.table(subscriptions).get(key(topicName, subscriptionId));
  return topic && subscription?.confirmed ? { topic, subscription } : undefined;
}

export const deliver: Task<Recipient & Job> = (payload, ctx) => {
  const found = recipientOf(ctx, payload);
  if (!found) return undefined;
  const origin = originOf(ctx);
  return ctx.flow(async (flow) => {
    const next = await attempt(flow, { ...found, origin }, payload);
    if (next) flow.transact((later) => later.schedule('deliver', next.atMs, { ...payload, ...next.job }));
  });
};

/** The first message of a group; the others wait until it has arrived or been given up. */
export const deliverNext: Task<Recipient & { readonly groupId: string }> = (payload, ctx) => {
  const ofGroup = { prefix: prefix(payload.subscriptionId, payload.groupId), limit: 1 };
  const [first] = ctx.table(groupJobs).range(ofGroup);
  if (!first) return undefined;
  const [at, job] = first;
  const found = recipientOf(ctx, payload);
  if (!found) {
    ctx.table(groupJobs).delete(at);
    return void ctx.schedule('deliverNext', ctx.now, payload);
  }
  const origin = originOf(ctx);
  return ctx.flow(async (flow) => {
    const next = await attempt(flow, { ...found, origin }, job);
    flow.transact((later) => {
      const jobs = later.table(groupJobs);
      if (next) jobs.put(at, next.job);
      else jobs.delete(at);
      later.schedule('deliverNext', next?.atMs ?? later.now, payload);
    });
  });
};

/** From where to where. */
interface Way {
  readonly topic: Topic;
  readonly subscription: Subscription;
  readonly origin: Origin;
}

/** What is still to be done after this attempt, and when; undefined when nothing is. */
async function attempt(flow: Flow, way: Way, job: Job): Promise<{ job: Job; atMs: number } | undefined> {
  const { topic, subscription } = way;
  try {
    await (job.deadLetter ? toDeadLetterQueue(flow, way, job) : senders[subscription.protocol](flow, way, job));
    return undefined;
  } catch (error) {
    if (flow.aborted.aborted) throw error;
    const delayMs = isPermanent(error) ? undefined : retryDelayMs(retriesOf(topic, subscription, job), job.attempt);
    if (delayMs !== undefined) return { job: { ...job, attempt: job.attempt + 1 }, atMs: flow.now() + delayMs };
    if (!job.deadLetter && subscription.settings.redrivePolicy) return { job: { ...job, attempt: 1, deadLetter: true }, atMs: flow.now() };
    giveUp(flow, subscription, job, error);
    return undefined;
  }
}

function retriesOf(topic: Topic, subscription: Subscription, { deadLetter }: Job): RetryPolicy {
  const toHttp = subscription.protocol === 'http' || subscription.protocol === 'https';
  if (deadLetter || !toHttp) return managedRetries;
  return effectiveSubscriptionPolicy(topic.settings.deliveryPolicy, subscription.settings.deliveryPolicy).healthyRetryPolicy;
}

function giveUp(flow: Flow, subscription: Subscription, { notification, attempt, deadLetter }: Job, error: unknown): void {
  const { name, message } = error as Error;
  flow.transact((ctx) =>
    ctx.record({
      kind: 'state',
      operation: 'DiscardedNotification',
      resource: subscription.arn,
      attempt,
      error: { code: name, message },
      detail: { messageId: notification.id, endpoint: subscription.endpoint, deadLetterQueue: deadLetter },
    }),
  );
}

type Sender = (flow: Flow, way: Way, job: Job) => Promise<unknown>;

const toQueue = (flow: Flow, queueArn: string, { subscription, origin }: Way, { notification, attempt: number }: Job): Promise<unknown> =>
  flow.call('sqs', 'SendMessage', queueMessage(queueArn, notification, subscription, origin), {
    scope: scopeOf(queueArn),
    sourceArn: subscription.topicArn,
    attempt: number,
  });

const toDeadLetterQueue: Sender = (flow, way, job) => toQueue(flow, way.subscription.settings.redrivePolicy!.deadLetterTargetArn, way, job);

const toFunction: Sender = (flow, { subscription, origin }, { notification, attempt: number }) => {
  const { endpoint, topicArn } = subscription;
  const payload = Buffer.from(JSON.stringify(lambdaEvent(notification, subscription, origin)));
  const input = { FunctionName: endpoint, InvocationType: 'Event', Payload: payload };
  return flow.call('lambda', 'Invoke', input, { scope: scopeOf(endpoint), sourceArn: topicArn, attempt: number });
};

const toHttp: Sender = async (flow, { topic, subscription, origin }, { notification, attempt: number }) => {
  const raw = subscription.settings.rawMessageDelivery === true;
  const { requestPolicy } = effectiveSubscriptionPolicy(topic.settings.deliveryPolicy, subscription.settings.deliveryPolicy);
  await postRecorded(flow, subscription, 'PostNotification', number, {
    headers: httpHeaders('Notification', notification.id, subscription, requestPolicy.headerContentType, raw),
    body: raw ? textFor(notification, subscription.protocol) : notificationJson(notification, subscription, origin),
  });
};

const toPerson: Sender = async (flow, { topic, subscription, origin }, { notification }) =>
  flow.transact((ctx) => putInOutbox(ctx, topic, subscription, notification, origin));

const senders: Readonly<Record<Subscription['protocol'], Sender>> = {
  sqs: (flow, way, job) => toQueue(flow, way.subscription.endpoint, way, job),
  lambda: toFunction,
  http: toHttp,
  https: toHttp,
  email: toPerson,
  'email-json': toPerson,
  sms: toPerson,
};

/** Posts to a subscription's endpoint and records how it went. Throws HttpFailure, or whatever kept an answer away. */
export async function postRecorded(
  flow: Flow,
  subscription: Subscription,
  operation: string,
  number: number,
  { headers, body }: { readonly headers: Record<string, string>; readonly body: string },
): Promise<void> {
  const startedAtMs = flow.now();
  const record = (detail: Record<string, unknown>, error?: Error) =>
    flow.transact((ctx) =>
      ctx.record({
        kind: 'delivery',
        operation,
        resource: subscription.arn,
        startedAtMs,
        endedAtMs: ctx.now,
        attempt: number,
        detail: { endpoint: subscription.endpoint, ...detail },
        ...(error && { error: { code: error.name, message: error.message } }),
      }),
    );
  try {
    const status = await flow.facility(poster)({ url: subscription.endpoint, headers, body, timeoutMs: limits.httpTimeoutSeconds.value * 1000 });
    if (status < 200 || status > 299) throw new HttpFailure(status);
    record({ status });
  } catch (error) {
    record({}, error as Error);
    throw error;
  }
}
