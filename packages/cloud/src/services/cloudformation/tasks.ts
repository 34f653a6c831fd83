import { runOperation } from '../../deploy/engine/operation.js';
import { events, stacks } from '../../deploy/engine/records.js';
import { key } from '../../kernel/collection.js';
import type { Context, Task } from '../../kernel/service.js';
import { eventView, secretsOf } from './views.js';
import { expireCreation } from './stackRequests.js';
import { typeFinder } from './stackTypes.js';

const runStackOperation: Task<{ stackId: string; operationId: string }> = ({ stackId, operationId }, ctx) =>
  ctx.flow((flow) => runOperation(flow, stackId, operationId, typeFinder(flow)));

interface Notification {
  readonly stackId: string;
  readonly sequence: number;
  readonly topics: readonly string[];
}

/** One event to the stack's notification topics. A topic that refuses it does not hold up the stack. */
const notify: Task<Notification> = ({ stackId, sequence, topics }, ctx) => {
  const message = notificationText(ctx, stackId, sequence);
  return ctx.flow(async (flow) => {
    for (const TopicArn of topics) {
      await flow.call('sns', 'Publish', { TopicArn, Subject: 'AWS CloudFormation Notification', Message: message }, { sourceArn: stackId }).catch(() => undefined);
    }
  });
};

function notificationText(ctx: Context, stackId: string, sequence: number): string {
  const stack = ctx.table(stacks).get(stackId)!;
  const event = eventView(stack, ctx.table(events).get(key(stackId, sequence))!, secretsOf(stack));
  const fields = {
    StackId: stackId,
    Timestamp: event.Timestamp!.toISOString(),
    EventId: event.EventId,
    LogicalResourceId: event.LogicalResourceId,
    Namespace: ctx.scope.account,
    PhysicalResourceId: event.PhysicalResourceId,
    ResourceProperties: event.ResourceProperties ?? 'null',
    ResourceStatus: event.ResourceStatus,
    ResourceStatusReason: event.ResourceStatusReason ?? '',
    ResourceType: event.ResourceType,
    StackName: stack.stackName,
    ClientRequestToken: event.ClientRequestToken ?? 'null',
  };
  return Object.entries(fields).map(([name, value]) => `${name}='${value}'\n`).join('');
}

export const tasks = { runOperation: runStackOperation, notify, expireCreation };
