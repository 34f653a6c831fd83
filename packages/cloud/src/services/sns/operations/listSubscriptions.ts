import type { ListSubscriptionsCommandInput, ListSubscriptionsCommandOutput } from '@aws-sdk/client-sns';
import { operation } from '../../../kernel/service.js';
import { page } from '../domain/paging.js';
import { listed, subscriptions } from '../domain/subscription.js';
import { limits } from '../limits.js';

/** A hundred at a time. https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptions.html */
export const listSubscriptions = operation<ListSubscriptionsCommandInput, ListSubscriptionsCommandOutput>({
  run(input, ctx) {
    const { records, nextToken } = page((after) => ctx.table(subscriptions).range(after), input.NextToken, limits.subscriptionsPerPage.value);
    return { Subscriptions: records.map(listed), ...(nextToken !== undefined && { NextToken: nextToken }) };
  },
});
