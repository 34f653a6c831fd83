import type { DescribeStackResourceCommandInput, DescribeStackResourceCommandOutput } from '@aws-sdk/client-cloudformation';
import { getResource } from '../../../deploy/engine/state.js';
import { operation } from '../../../kernel/service.js';
import { noResource, noStackNamed } from '../errors.js';
import { anyStack, stackResource } from '../stackRequests.js';
import { resourceView } from '../views.js';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResource.html */
export const describeStackResource = operation<DescribeStackResourceCommandInput, DescribeStackResourceCommandOutput>({
  resource: (input, scope) => stackResource(input.StackName, scope),
  run(input, ctx) {
    const stack = anyStack(ctx, input.StackName!, noStackNamed);
    const record = getResource(ctx, stack.stackId, input.LogicalResourceId!);
    if (!record) throw noResource(input.LogicalResourceId!, input.StackName!);
    const { Timestamp, ...view } = resourceView(stack, record);
    return { StackResourceDetail: { ...view, LastUpdatedTimestamp: Timestamp, Metadata: record.metadata ?? '{}' } };
  },
});
