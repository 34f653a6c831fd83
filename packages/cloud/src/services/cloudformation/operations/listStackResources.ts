import type { ListStackResourcesCommandInput, ListStackResourcesCommandOutput } from '@aws-sdk/client-cloudformation';
import { stackResources } from '../../../deploy/engine/state.js';
import { operation } from '../../../kernel/service.js';
import { page } from '../pages.js';
import { anyStack, stackResource } from '../stackRequests.js';
import { resourceView } from '../views.js';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackResources.html */
export const listStackResources = operation<ListStackResourcesCommandInput, ListStackResourcesCommandOutput>({
  resource: (input, scope) => stackResource(input.StackName, scope),
  run(input, ctx) {
    const stack = anyStack(ctx, input.StackName!);
    const { items, next } = page([...stackResources(ctx, stack.stackId)], input.NextToken);
    const StackResourceSummaries = items.map((record) => {
      const { LogicalResourceId, PhysicalResourceId, ResourceType, Timestamp, ResourceStatus, ResourceStatusReason, DriftInformation } = resourceView(stack, record);
      return { LogicalResourceId, PhysicalResourceId, ResourceType, LastUpdatedTimestamp: Timestamp, ResourceStatus, ResourceStatusReason, DriftInformation };
    });
    return { StackResourceSummaries, NextToken: next };
  },
});
