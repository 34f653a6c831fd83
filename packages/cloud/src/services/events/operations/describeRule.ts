import type { DescribeRuleCommandInput, DescribeRuleCommandOutput } from '@aws-sdk/client-eventbridge';
import { operation } from '../../../kernel/service.js';
import { described } from '../domain/describedRule.js';
import { arnOfRule, getRule } from '../domain/rule.js';

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeRule.html */
export const describeRule = operation<DescribeRuleCommandInput, DescribeRuleCommandOutput>({
  resource: ({ Name, EventBusName }, scope) => arnOfRule(Name!, EventBusName, scope),
  run({ Name, EventBusName }, ctx) {
    const { rule } = getRule(ctx, EventBusName, Name!);
    return { ...described(rule), CreatedBy: rule.createdBy };
  },
});
