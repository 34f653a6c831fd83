import type { ListChangeSetsCommandInput, ListChangeSetsCommandOutput } from '@aws-sdk/client-cloudformation';
import { operation } from '../../../kernel/service.js';
import { changeSetsOf } from '../changeSetRecords.js';
import { noStack } from '../errors.js';
import { page } from '../pages.js';
import { livingStack, stackResource } from '../stackRequests.js';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListChangeSets.html */
export const listChangeSets = operation<ListChangeSetsCommandInput, ListChangeSetsCommandOutput>({
  resource: (input, scope) => stackResource(input.StackName, scope),
  run(input, ctx) {
    const stack = livingStack(ctx, input.StackName!, noStack);
    const { items, next } = page(changeSetsOf(ctx, stack.stackId), input.NextToken);
    const Summaries = items.map((set) => ({
      StackId: set.stackId,
      StackName: set.stackName,
      ChangeSetId: set.id,
      ChangeSetName: set.name,
      ExecutionStatus: set.execution,
      Status: set.status,
      StatusReason: set.statusReason,
      CreationTime: new Date(set.createdAtMs),
      Description: set.description,
      IncludeNestedStacks: set.includeNestedStacks,
      ImportExistingResources: false,
    }));
    return { Summaries, NextToken: next };
  },
});
