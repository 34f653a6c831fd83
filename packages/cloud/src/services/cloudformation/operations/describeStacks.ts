import type { DescribeStacksCommandInput, DescribeStacksCommandOutput } from '@aws-sdk/client-cloudformation';
import { stacks } from '../../../deploy/engine/records.js';
import type { StackRecord } from '../../../deploy/engine/records.js';
import { operation } from '../../../kernel/service.js';
import type { Context } from '../../../kernel/service.js';
import { page } from '../pages.js';
import { anyStack, stackResource } from '../stackRequests.js';
import { stackView } from '../views.js';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html */
export const describeStacks = operation<DescribeStacksCommandInput, DescribeStacksCommandOutput>({
  resource: (input, scope) => stackResource(input.StackName, scope),
  run(input, ctx) {
    if (input.StackName !== undefined) return { Stacks: [stackView(anyStack(ctx, input.StackName))] };
    const { items, next } = page(newestFirst(ctx).filter(({ status }) => status !== 'DELETE_COMPLETE'), input.NextToken);
    return { Stacks: items.map(stackView), NextToken: next };
  },
});

export const newestFirst = (ctx: Context): StackRecord[] =>
  [...ctx.table(stacks).range()].map(([, stack]) => stack).sort((a, b) => b.createdAtMs - a.createdAtMs);
