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
    let confirmed = 0;
    let pending = 0;
    for (const subscription of subscriptionsOf(ctx, topic)) subscription.confirmed ? confirmed++ : pending++;
    return {
      Attributes: {
        ...topicSettingsAsAttributes(topic),
        SubscriptionsConfirmed: String(confirmed),
        SubscriptionsPending: String(pending),
        SubscriptionsDeleted: String(tableOf(ctx, topic, topicCounters).get(topic.name)?.subscriptionsDeleted ?? 0),
      },
    };
  },
});
