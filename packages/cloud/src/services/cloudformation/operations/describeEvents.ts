import type { DescribeEventsCommandInput, DescribeEventsCommandOutput, OperationEvent } from '@aws-sdk/client-cloudformation';
import { eventsBackwards } from '../../../deploy/engine/state.js';
import type { EventRecord, StackRecord } from '../../../deploy/engine/records.js';
import { AwsError } from '../../../kernel/errors.js';
import { operation } from '../../../kernel/service.js';
import type { Context } from '../../../kernel/service.js';
import { getChangeSet } from '../changeSetRecords.js';
import { noStack } from '../errors.js';
import { page } from '../pages.js';
import { anyStack, stackResource } from '../stackRequests.js';
import { eventView, secretsOf } from '../views.js';

/**
 * Events of a stack or one of its operations, the newest first. A change set has none of its own here: what is wrong with
 * a template is said by CreateChangeSet itself.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeEvents.html
 */
export const describeEvents = operation<DescribeEventsCommandInput, DescribeEventsCommandOutput>({
  resource: (input, scope) => stackResource(input.StackName, scope),
  run(input, ctx) {
    const { StackName, ChangeSetName, OperationId } = input;
    if (ChangeSetName !== undefined) {
      getChangeSet(ctx, ChangeSetName, StackName);
      return { OperationEvents: [] };
    }
    if (StackName === undefined) throw new AwsError('ValidationError', 'StackName or ChangeSetName must be specified');
    const stack = anyStack(ctx, StackName, noStack);
    const wanted = [...eventsOf(ctx, stack)].filter(
      (event) => (OperationId === undefined || event.operationId === OperationId) && (!input.Filters?.FailedEvents || event.status.endsWith('_FAILED')),
    );
    const { items, next } = page(wanted, input.NextToken);
    const secrets = secretsOf(stack);
    return { OperationEvents: items.map((event) => operationEvent(stack, event, secrets)), NextToken: next };
  },
});

function* eventsOf(ctx: Context, stack: StackRecord): IterableIterator<EventRecord> {
  for (const [, event] of eventsBackwards(ctx, stack.stackId, stack.eventCount)) yield event;
}

function operationEvent(stack: StackRecord, event: EventRecord, secrets: readonly string[]): OperationEvent {
  const { StackName: _name, ...view } = eventView(stack, event, secrets);
  const kind = stack.lastOperations.find(({ id }) => id === event.operationId)?.kind;
  const failed = event.status.endsWith('_FAILED');
  return { ...view, OperationType: kind, EventType: failed && event.physicalId !== stack.stackId ? 'PROVISIONING_ERROR' : 'STACK_EVENT' };
}
