import type { ListTargetsByRuleCommandInput, ListTargetsByRuleCommandOutput } from '@aws-sdk/client-eventbridge';
import { operation } from '../../../kernel/service.js';
import { page } from '../domain/paging.js';
import { arnOfRule, getRule } from '../domain/rule.js';

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListTargetsByRule.html */
export const listTargetsByRule = operation<ListTargetsByRuleCommandInput, ListTargetsByRuleCommandOutput>({
  resource: ({ Rule, EventBusName }, scope) => arnOfRule(Rule!, EventBusName, scope),
  run({ Rule, EventBusName, Limit, NextToken }, ctx) {
    const { rule } = getRule(ctx, EventBusName, Rule!);
    const { items, NextToken: next } = page(rule.targets, ({ Id }) => Id, { Limit, NextToken });
    return { Targets: items, NextToken: next };
  },
});
