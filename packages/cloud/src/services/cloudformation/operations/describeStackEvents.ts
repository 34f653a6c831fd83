import type { DescribeStackEventsCommandInput, DescribeStackEventsCommandOutput } from '@aws-sdk/client-cloudformation';
import { eventsBackwards, eventTopic } from '../../../deploy/engine/state.js';
import type { StackRecord } from '../../../deploy/engine/records.js';
import { operation } from '../../../kernel/service.js';
import type { Answer, Context } from '../../../kernel/service.js';
import { badToken, noStack } from '../errors.js';
import { limits } from '../limits.js';
import { anyStack, stackResource } from '../stackRequests.js';
import { eventView, secretsOf } from '../views.js';

type Events = Answer<DescribeStackEventsCommandOutput>;

/** How long a follower waits at most, so that a vanished one is not waited for for ever. */
const followMs = 20_000;

/**
 * Events of a stack, the newest first. The token `follow:N` is Terrella's own: it waits until there is an event after the
 * first N (or the stack rests), gives what came, and the token to go on with; none once the stack rests and all is told.
 * `follow:end` gives the token of what comes next.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackEvents.html
 */
export const describeStackEvents = operation<DescribeStackEventsCommandInput, DescribeStackEventsCommandOutput>({
  resource: (input, scope) => stackResource(input.StackName, scope),
  run(input, ctx) {
    const { StackName, NextToken } = input;
    const stack = anyStack(ctx, StackName!, noStack);
    const follow = NextToken === undefined ? undefined : /^follow:(end|\d{1,9})$/.exec(NextToken)?.[1];
    if (follow === 'end') return { StackEvents: [], NextToken: `follow:${stack.eventCount}` };
    if (follow === undefined) return eventPage(ctx, stack, NextToken);
    const from = Number(follow);
    return followed(ctx, stack.stackId, from) ?? ctx.flow(async (flow) => {
      const untilMs = flow.now() + followMs;
      while (flow.now() < untilMs) {
        await flow.park(eventTopic(stack.stackId), untilMs);
        const found = flow.transact((inner) => followed(inner, stack.stackId, from));
        if (found) return found;
      }
      return { StackEvents: [], NextToken };
    });
  },
});

function eventPage(ctx: Context, stack: StackRecord, token: string | undefined): Events {
  if (token !== undefined && !/^\d{1,9}$/.test(token)) throw badToken();
  const secrets = secretsOf(stack);
  const StackEvents: NonNullable<Events['StackEvents']> = [];
  for (const [sequence, event] of eventsBackwards(ctx, stack.stackId, Number(token ?? stack.eventCount))) {
    StackEvents.push(eventView(stack, event, secrets));
    if (StackEvents.length === limits.pageItems.value) return { StackEvents, ...(sequence > 0 && { NextToken: String(sequence) }) };
  }
  return { StackEvents };
}

function followed(ctx: Context, stackId: string, from: number): Events | undefined {
  const stack = anyStack(ctx, stackId);
  const rests = stack.operation === undefined;
  if (stack.eventCount <= from) return rests ? { StackEvents: [] } : undefined;
  const secrets = secretsOf(stack);
  const StackEvents: NonNullable<Events['StackEvents']> = [];
  for (const [sequence, event] of eventsBackwards(ctx, stackId, stack.eventCount)) {
    if (sequence < from) break;
    StackEvents.push(eventView(stack, event, secrets));
  }
  return { StackEvents, ...(!rests && { NextToken: `follow:${stack.eventCount}` }) };
}
