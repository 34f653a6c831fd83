import type { SetSubscriptionAttributesCommandInput, SetSubscriptionAttributesCommandOutput } from '@aws-sdk/client-sns';
import { operation } from '../../../kernel/service.js';
import { putSubscription, subscriptionAt } from '../domain/subscription.js';
import { applySubscriptionAttributes } from '../domain/subscriptionAttributes.js';

/** In effect at once, where AWS takes up to fifteen minutes. https://docs.aws.amazon.com/sns/latest/api/API_SetSubscriptionAttributes.html */
export const setSubscriptionAttributes = operation<SetSubscriptionAttributesCommandInput, SetSubscriptionAttributesCommandOutput>({
  resource: (input) => input.SubscriptionArn?.split(':').slice(0, 6).join(':'),
  run(input, ctx) {
    const { subscription, address } = subscriptionAt(ctx, input.SubscriptionArn);
    const given = { [input.AttributeName!]: input.AttributeValue ?? '' };
    const settings = applySubscriptionAttributes(subscription.settings, given, subscription, 'Invalid parameter: ');
    putSubscription(ctx, address, { ...subscription, settings });
    return {};
  },
});
