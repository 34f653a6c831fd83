import type { DescribeStackResourcesCommandInput, DescribeStackResourcesCommandOutput } from '@aws-sdk/client-cloudformation';
import { stackResources } from '../../../deploy/engine/state.js';
import { AwsError } from '../../../kernel/errors.js';
import { operation } from '../../../kernel/service.js';
import type { Context } from '../../../kernel/service.js';
import type { StackRecord } from '../../../deploy/engine/records.js';
import { noPhysicalResource } from '../errors.js';
import { anyStack, stackResource } from '../stackRequests.js';
import { resourceView } from '../views.js';
import { newestFirst } from './describeStacks.js';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResources.html */
export const describeStackResources = operation<DescribeStackResourcesCommandInput, DescribeStackResourcesCommandOutput>({
  resource: (input, scope) => stackResource(input.StackName, scope),
  run(input, ctx) {
    const { StackName, PhysicalResourceId, LogicalResourceId } = input;
    if ((StackName === undefined) === (PhysicalResourceId === undefined)) {
      throw new AwsError('ValidationError', 'Exactly one of StackName or PhysicalResourceId must be specified');
    }
    const stack = StackName === undefined ? stackOf(ctx, PhysicalResourceId!) : anyStack(ctx, StackName);
    const found = [...stackResources(ctx, stack.stackId)].filter(({ logicalId }) => LogicalResourceId === undefined || logicalId === LogicalResourceId);
    return { StackResources: found.map((record) => resourceView(stack, record)) };
  },
});

function stackOf(ctx: Context, physicalId: string): StackRecord {
  for (const stack of newestFirst(ctx)) {
    for (const record of stackResources(ctx, stack.stackId)) if (record.made?.physicalId === physicalId) return stack;
  }
  throw noPhysicalResource(physicalId);
}
