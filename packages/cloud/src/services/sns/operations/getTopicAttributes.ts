import type { GetTopicAttributesCommandInput, GetTopicAttributesCommandOutput } from '@aws-sdk/client-sns';
import { operation } from '../../../kernel/service.js';
import { subscriptionsOf } from '../domain/subscription.js';
import { tableOf, topicAt, topicCounters } from '../domain/topic.js';
import { topicSettingsAsAttributes } from '../domain/topicAttributes.js';

/** https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html */
export const getTopicAttributes = operation<GetTopicAttributesCommandInput, GetTopicAttributesCommandOutput>({
  resource: (input) => input.TopicArn,
  run(input, ctx) {
    const topic = topicAt(ctx, input.TopicArn);
    const all = [...subscriptionsOf(ctx, topic)];
    const confirmed = all.filter((subscription) => subscription.confirmed).length;
    return {
      Attributes: {
        ...topicSettingsAsAttributes(topic),
        SubscriptionsConfirmed: String(confirmed),
        SubscriptionsPending: String(all.length - confirmed),
        SubscriptionsDeleted: String(tableOf(ctx, topic, topicCounters).get(topic.name)?.subscriptionsDeleted ?? 0),
      },
    };
  },
});
