import { AwsError } from '../../kernel/errors.js';
import { resourceType } from '../../kernel/resourceType.js';
import type { Provisioned, ResourceContext, ResourceType } from '../../kernel/resourceType.js';
import { limits } from './limits.js';

interface Tag {
  readonly Key: string;
  readonly Value: string;
}

interface InlineSubscription {
  readonly Endpoint: string;
  readonly Protocol: string;
}

type TopicProperties = Readonly<Record<string, unknown>> & {
  readonly TopicName?: string;
  readonly FifoTopic?: boolean;
  readonly Tags?: readonly Tag[];
  readonly Subscription?: readonly InlineSubscription[];
};

/** Attributes as the API names them, and what they go back to when their property leaves the template. */
const topicAttributes: Readonly<Record<string, string>> = {
  ContentBasedDeduplication: 'false',
  DisplayName: '',
  FifoThroughputScope: 'Topic',
  KmsMasterKeyId: '',
  SignatureVersion: '1',
  TracingConfig: 'PassThrough',
};

const asText = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

function attributesOf(properties: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, string> {
  const out: Record<string, string> = {};
  for (const name of names) if (properties[name] !== undefined) out[name] = asText(properties[name]);
  return out;
}

async function ignoringGone(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'NotFoundException') throw error;
  }
}

const provisioned = (arn: string): Provisioned => ({
  physicalId: arn,
  attributes: { TopicArn: arn, TopicName: arn.slice(arn.lastIndexOf(':') + 1) },
});

async function subscribeAll(arn: string, wanted: readonly InlineSubscription[], context: ResourceContext): Promise<void> {
  for (const { Endpoint, Protocol } of wanted) await context.call('sns', 'Subscribe', { TopicArn: arn, Endpoint, Protocol });
}

const same = (a: InlineSubscription, b: InlineSubscription): boolean => a.Endpoint === b.Endpoint && a.Protocol === b.Protocol;

async function updateSubscriptions(arn: string, after: readonly InlineSubscription[], before: readonly InlineSubscription[], context: ResourceContext) {
  const gone = before.filter((each) => !after.some((other) => same(each, other)));
  if (gone.length > 0) {
    for (const subscription of await subscriptionsOf(arn, context)) {
      if (gone.some((each) => same(each, subscription)) && subscription.SubscriptionArn !== 'PendingConfirmation') {
        await context.call('sns', 'Unsubscribe', { SubscriptionArn: subscription.SubscriptionArn });
      }
    }
  }
  await subscribeAll(arn, after.filter((each) => !before.some((other) => same(each, other))), context);
}

async function subscriptionsOf(arn: string, context: ResourceContext): Promise<(InlineSubscription & { SubscriptionArn: string })[]> {
  const all: (InlineSubscription & { SubscriptionArn: string })[] = [];
  let NextToken: string | undefined;
  do {
    const input = { TopicArn: arn, ...(NextToken !== undefined && { NextToken }) };
    const answer = await context.call<{ Subscriptions: typeof all; NextToken?: string }>('sns', 'ListSubscriptionsByTopic', input);
    all.push(...answer.Subscriptions);
    NextToken = answer.NextToken;
  } while (NextToken !== undefined);
  return all;
}

async function updateTags(arn: string, after: readonly Tag[], before: readonly Tag[], context: ResourceContext): Promise<void> {
  const gone = before.filter(({ Key }) => !after.some((tag) => tag.Key === Key)).map(({ Key }) => Key);
  if (gone.length > 0) await context.call('sns', 'UntagResource', { ResourceArn: arn, TagKeys: gone });
  if (after.length > 0) await context.call('sns', 'TagResource', { ResourceArn: arn, Tags: after });
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topic.html */
const topic = resourceType({
  type: 'AWS::SNS::Topic',
  properties: {
    ContentBasedDeduplication: 'boolean',
    DisplayName: 'string',
    FifoThroughputScope: 'string',
    FifoTopic: 'boolean',
    KmsMasterKeyId: 'string',
    SignatureVersion: 'string',
    Subscription: [{ properties: { Endpoint: 'string', Protocol: 'string' }, required: ['Endpoint', 'Protocol'] }],
    Tags: [{ properties: { Key: 'string', Value: 'string' }, required: ['Key', 'Value'] }],
    TopicName: 'string',
    TracingConfig: 'string',
  },
  unsupported: ['ArchivePolicy', 'DataProtectionPolicy', 'DeliveryStatusLogging'],
  createOnly: ['FifoTopic', 'TopicName'],
  async create(properties: TopicProperties, context) {
    const fifo = properties.FifoTopic === true;
    const name = properties.TopicName ?? context.physicalName({ maxLength: limits.topicNameLength.value, ...(fifo && { suffix: '.fifo' }) });
    const attributes = { ...attributesOf(properties, Object.keys(topicAttributes)), ...(fifo && { FifoTopic: 'true' }) };
    const { TopicArn } = await context.call<{ TopicArn: string }>('sns', 'CreateTopic', { Name: name, Attributes: attributes, Tags: properties.Tags ?? [] });
    await subscribeAll(TopicArn, properties.Subscription ?? [], context);
    return provisioned(TopicArn);
  },
  async update(arn, properties: TopicProperties, previous: TopicProperties, context) {
    for (const [name, fallback] of Object.entries(topicAttributes)) {
      if (JSON.stringify(properties[name]) === JSON.stringify(previous[name])) continue;
      const value = properties[name] === undefined ? fallback : asText(properties[name]);
      await context.call('sns', 'SetTopicAttributes', { TopicArn: arn, AttributeName: name, AttributeValue: value });
    }
    await updateSubscriptions(arn, properties.Subscription ?? [], previous.Subscription ?? [], context);
    await updateTags(arn, properties.Tags ?? [], previous.Tags ?? [], context);
    return provisioned(arn);
  },
  async delete(arn, _properties, context) {
    await ignoringGone(context.call('sns', 'DeleteTopic', { TopicArn: arn }));
  },
});

const subscriptionAttributes = ['DeliveryPolicy', 'FilterPolicy', 'FilterPolicyScope', 'RawMessageDelivery', 'RedrivePolicy'] as const;
const subscriptionDefaults: Readonly<Record<string, string>> = {
  DeliveryPolicy: '',
  FilterPolicy: '',
  FilterPolicyScope: 'MessageAttributes',
  RawMessageDelivery: 'false',
  RedrivePolicy: '',
};

type SubscriptionProperties = Readonly<Record<string, unknown>> & { readonly TopicArn: string; readonly Endpoint?: string; readonly Protocol: string };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-subscription.html */
const subscription = resourceType({
  type: 'AWS::SNS::Subscription',
  properties: {
    DeliveryPolicy: 'json',
    Endpoint: 'string',
    FilterPolicy: 'json',
    FilterPolicyScope: 'string',
    Protocol: 'string',
    RawMessageDelivery: 'boolean',
    RedrivePolicy: 'json',
    Region: 'string',
    TopicArn: 'string',
  },
  required: ['Protocol', 'TopicArn'],
  unsupported: ['ReplayPolicy', 'SubscriptionRoleArn'],
  createOnly: ['Endpoint', 'Protocol', 'TopicArn'],
  async create(properties: SubscriptionProperties, context) {
    const { TopicArn, Endpoint, Protocol } = properties;
    const input = { TopicArn, Endpoint, Protocol, Attributes: attributesOf(properties, subscriptionAttributes), ReturnSubscriptionArn: true };
    const { SubscriptionArn } = await context.call<{ SubscriptionArn: string }>('sns', 'Subscribe', input, regionOf(TopicArn));
    return { physicalId: SubscriptionArn, attributes: { Arn: SubscriptionArn } };
  },
  async update(arn, properties: SubscriptionProperties, previous: SubscriptionProperties, context) {
    // A nested policy is allowed only once the scope is the body, and a flat one fits both.
    const scopeFirst = properties['FilterPolicyScope'] === 'MessageBody';
    const names = scopeFirst ? (['FilterPolicyScope', ...subscriptionAttributes.filter((name) => name !== 'FilterPolicyScope')] as const) : subscriptionAttributes;
    for (const name of names) {
      if (JSON.stringify(properties[name]) === JSON.stringify(previous[name])) continue;
      const value = properties[name] === undefined ? subscriptionDefaults[name]! : asText(properties[name]);
      const input = { SubscriptionArn: arn, AttributeName: name, AttributeValue: value };
      await context.call('sns', 'SetSubscriptionAttributes', input, regionOf(properties.TopicArn));
    }
    return { physicalId: arn, attributes: { Arn: arn } };
  },
  async delete(arn, properties: SubscriptionProperties, context) {
    await ignoringGone(context.call('sns', 'Unsubscribe', { SubscriptionArn: arn }, regionOf(properties.TopicArn)));
  },
});

/** A topic is subscribed to in its own region, wherever the stack is. */
const regionOf = (topicArn: string) => ({ region: topicArn.split(':')[3] ?? '' });

const setPolicy = (topicArn: string, policy: unknown, context: ResourceContext) =>
  context.call('sns', 'SetTopicAttributes', { TopicArn: topicArn, AttributeName: 'Policy', AttributeValue: policy === undefined ? '' : asText(policy) });

interface PolicyProperties {
  readonly PolicyDocument: unknown;
  readonly Topics: readonly string[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topicpolicy.html */
const topicPolicy = resourceType({
  type: 'AWS::SNS::TopicPolicy',
  properties: { PolicyDocument: 'json', Topics: ['string'] },
  required: ['PolicyDocument', 'Topics'],
  async create({ PolicyDocument, Topics }: PolicyProperties, context) {
    for (const arn of Topics) await setPolicy(arn, PolicyDocument, context);
    const physicalId = context.physicalName();
    return { physicalId, attributes: { Id: physicalId } };
  },
  async update(physicalId, { PolicyDocument, Topics }: PolicyProperties, previous: PolicyProperties, context) {
    for (const arn of previous.Topics) if (!Topics.includes(arn)) await ignoringGone(setPolicy(arn, undefined, context));
    for (const arn of Topics) await setPolicy(arn, PolicyDocument, context);
    return { physicalId, attributes: { Id: physicalId } };
  },
  async delete(_physicalId, { Topics }: PolicyProperties, context) {
    for (const arn of Topics) await ignoringGone(setPolicy(arn, undefined, context));
  },
});

interface InlinePolicyProperties {
  readonly PolicyDocument: unknown;
  readonly TopicArn: string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topicinlinepolicy.html */
const topicInlinePolicy = resourceType({
  type: 'AWS::SNS::TopicInlinePolicy',
  properties: { PolicyDocument: 'json', TopicArn: 'string' },
  required: ['PolicyDocument', 'TopicArn'],
  createOnly: ['TopicArn'],
  async create({ PolicyDocument, TopicArn }: InlinePolicyProperties, context) {
    await setPolicy(TopicArn, PolicyDocument, context);
    return { physicalId: TopicArn, attributes: {} };
  },
  async update(physicalId, { PolicyDocument, TopicArn }: InlinePolicyProperties, _previous, context) {
    await setPolicy(TopicArn, PolicyDocument, context);
    return { physicalId, attributes: {} };
  },
  async delete(_physicalId, { TopicArn }: InlinePolicyProperties, context) {
    await ignoringGone(setPolicy(TopicArn, undefined, context));
  },
});

export const resourceTypes: readonly ResourceType[] = [topic, subscription, topicPolicy, topicInlinePolicy];
