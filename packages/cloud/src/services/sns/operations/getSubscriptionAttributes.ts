import type { GetSubscriptionAttributesCommandInput, GetSubscriptionAttributesCommandOutput } from '@aws-sdk/client-sns';
import { operation } from '../../../kernel/service.js';
import { subscriptionAt } from '../domain/subscription.js';
import { subscriptionAsAttributes } from '../domain/subscriptionAttributes.js';
import { findTopic } from '../domain/topic.js';

/** https://docs.aws.amazon.com/sns/latest/api/API_GetSubscriptionAttributes.html */
export const getSubscriptionAttributes = operation<GetSubscriptionAttributesCommandInput, GetSubscriptionAttributesCommandOutput>({
  resource: (input) => input.SubscriptionArn?.split(':').slice(0, 6).join(':'),
  run(input, ctx) {
    const { subscription, address } = subscriptionAt(ctx, input.SubscriptionArn);
    return { Attributes: subscriptionAsAttributes(subscription, findTopic(ctx, address)) };
  },
});
