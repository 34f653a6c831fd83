import type { SubscribeCommandInput, SubscribeCommandOutput } from '@aws-sdk/client-sns';
import { operation } from '../../../kernel/service.js';
import type { Context } from '../../../kernel/service.js';
import { askForConfirmation } from '../confirmation.js';
import { checkEndpoint, needsConfirmation } from '../domain/endpoint.js';
import { endpointKey, endpoints, putSubscription, subscriptionKey, subscriptions, subscriptionsOf } from '../domain/subscription.js';
import type { Subscription } from '../domain/subscription.js';
import { applySubscriptionAttributes, differs } from '../domain/subscriptionAttributes.js';
import { tableOf, topicAt } from '../domain/topic.js';
import type { Topic } from '../domain/topic.js';
import { filterPolicyLimitExceeded, invalidParameter } from '../errors.js';
import { limits } from '../limits.js';

/** https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html */
export const subscribe = operation<SubscribeCommandInput, SubscribeCommandOutput>({
  resource: (input) => input.TopicArn,
  run(input, ctx) {
    const { Protocol: protocol, Endpoint: endpoint, Attributes: attributes = {} } = input;
    const topic = topicAt(ctx, input.TopicArn);
    checkEndpoint(protocol!, endpoint, topic.fifo);
    const subject = { topicName: topic.name, protocol: protocol!, endpoint: endpoint! } as const;
    const existing = find(ctx, topic, subject as Pick<Subscription, 'topicName' | 'protocol' | 'endpoint'>);
    if (existing) return again(ctx, topic, existing, input);
    const settings = applySubscriptionAttributes({}, attributes, subject, 'Invalid parameter: Attributes Reason: ');
    if (settings.filterPolicy) checkFilterCount(ctx, topic);
    const id = ctx.ids.uuid();
    const subscription: Subscription = {
      ...(subject as Pick<Subscription, 'topicName' | 'protocol' | 'endpoint'>),
      id,
      arn: `${topic.arn}:${id}`,
      topicArn: topic.arn,
      owner: ctx.scope.account,
      principalArn: ctx.principal.arn,
      settings,
      confirmed: !needsConfirmation(protocol as Subscription['protocol']),
      confirmationAuthenticated: !needsConfirmation(protocol as Subscription['protocol']),
    };
    putSubscription(ctx, topic, subscription);
    if (!subscription.confirmed) askForConfirmation(ctx, topic, subscription, 'SubscriptionConfirmation');
    return { SubscriptionArn: arnFor(subscription, input) };
  },
});

const arnFor = ({ confirmed, arn }: Subscription, input: SubscribeCommandInput): string =>
  confirmed || input.ReturnSubscriptionArn ? arn : 'pending confirmation';

function find(ctx: Context, topic: Topic, subject: Pick<Subscription, 'topicName' | 'protocol' | 'endpoint'>): Subscription | undefined {
  const id = tableOf(ctx, topic, endpoints).get(endpointKey(subject));
  return id === undefined ? undefined : tableOf(ctx, topic, subscriptions).get(subscriptionKey({ topicName: topic.name, id }));
}

/** The same endpoint again: nothing changes, but one that has not confirmed is asked once more. */
function again(ctx: Context, topic: Topic, existing: Subscription, input: SubscribeCommandInput): { SubscriptionArn: string } {
  if (differs(existing, input.Attributes ?? {})) {
    throw invalidParameter('Attributes Reason: Subscription already exists with different attributes');
  }
  if (!existing.confirmed) askForConfirmation(ctx, topic, existing, 'SubscriptionConfirmation');
  return { SubscriptionArn: arnFor(existing, input) };
}

function checkFilterCount(ctx: Context, topic: Topic): void {
  let count = 0;
  for (const { settings } of subscriptionsOf(ctx, topic)) if (settings.filterPolicy) count++;
  if (count >= limits.filterPolicies.value) throw filterPolicyLimitExceeded();
}
