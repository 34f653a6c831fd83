import type { ListStacksCommandInput, ListStacksCommandOutput } from '@aws-sdk/client-cloudformation';
import { operation } from '../../../kernel/service.js';
import { page } from '../pages.js';
import { stackSummary } from '../views.js';
import { newestFirst } from './describeStacks.js';

/** Deleted stacks included, for as long as they are known. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStacks.html */
export const listStacks = operation<ListStacksCommandInput, ListStacksCommandOutput>({
  run(input, ctx) {
    const wanted = input.StackStatusFilter?.length ? new Set<string>(input.StackStatusFilter) : undefined;
    const { items, next } = page(newestFirst(ctx).filter(({ status }) => !wanted || wanted.has(status)), input.NextToken);
    return { StackSummaries: items.map(stackSummary), NextToken: next };
  },
});
