import { isCancelled, waitTopic } from '../../../deploy/engine/run.js';
import { isObject } from '../../../deploy/template/json.js';
import { AwsError } from '../../../kernel/errors.js';
import { operation } from '../../../kernel/service.js';
import type { Context } from '../../../kernel/service.js';
import { responses, responseUrl } from './requestRecords.js';
import type { ResponseRecord } from './requestRecords.js';

export const openWaitHandle = operation<{ Token: string }, { Url: string }>({
  access: () => [],
  run: ({ Token }, ctx) =>
    ctx.flow(async (flow) => {
      flow.transact((inner) => {
        if (!inner.table(responses).has(Token)) inner.table(responses).put(Token, { requestId: Token, sent: true, bodies: [], many: true });
      });
      return { Url: await responseUrl(flow, Token) };
    }),
});

const tokenOf = (url: string): string => url.slice(url.lastIndexOf('/') + 1);

export const closeWaitHandle = operation<{ Url: string }, object>({
  access: () => [],
  run({ Url }, ctx) {
    ctx.table(responses).delete(tokenOf(Url));
    return {};
  },
});

export interface WaitAnswer {
  readonly data?: Readonly<Record<string, string>>;
  readonly failure?: string;
  readonly cancelled?: boolean;
}

interface Await {
  readonly Url: string;
  readonly Count: number;
  readonly TimeoutSeconds: number;
  readonly StackId: string;
  readonly LogicalId: string;
}

/** Waits until enough signals have come, one says it failed, the time is over, or the stack gives up. */
export const awaitSignals = operation<Await, WaitAnswer>({
  access: () => [],
  run: (input, ctx) =>
    ctx.flow(async (flow) => {
      const deadlineMs = flow.transact((inner) => begin(inner, input));
      for (;;) {
        const answer = flow.transact((inner) => look(inner, input, deadlineMs));
        if (answer) return answer;
        await flow.park(waitTopic(input.StackId, input.LogicalId), deadlineMs);
      }
    }),
});

function begin(ctx: Context, input: Await): number {
  const token = tokenOf(input.Url);
  const record = ctx.table(responses).get(token);
  if (!record?.many) throw new AwsError('ValidationError', `Handle ${input.Url} is no AWS::CloudFormation::WaitConditionHandle`);
  const waiter = { stackId: input.StackId, logicalId: input.LogicalId };
  const same = record.waiter?.stackId === waiter.stackId && record.waiter.logicalId === waiter.logicalId;
  const deadlineMs = same ? record.deadlineMs! : ctx.now + input.TimeoutSeconds * 1_000;
  ctx.table(responses).put(token, { ...record, waiter, deadlineMs });
  return deadlineMs;
}

function look(ctx: Context, input: Await, deadlineMs: number): WaitAnswer | undefined {
  const record = ctx.table(responses).get(tokenOf(input.Url));
  if (!record || isCancelled(ctx, input.StackId)) return { cancelled: true };
  const { data, failure } = readSignals(record);
  if (failure !== undefined) return { failure };
  const count = Object.keys(data).length;
  if (count >= input.Count) return { data };
  return ctx.now < deadlineMs ? undefined : { failure: `WaitCondition timed out. Received ${count} conditions when expecting ${input.Count}` };
}

/** A signal with the same UniqueId counts once. */
function readSignals(record: ResponseRecord): { data: Record<string, string>; failure?: string } {
  const data: Record<string, string> = {};
  for (const body of record.bodies) {
    let signal: unknown;
    try {
      signal = JSON.parse(body);
    } catch {
      continue;
    }
    if (!isObject(signal) || typeof signal.UniqueId !== 'string') continue;
    if (signal.Status === 'FAILURE') return { data, failure: `WaitCondition received failed message: '${String(signal.Reason)}' for uniqueId: ${signal.UniqueId}` };
    if (signal.Status === 'SUCCESS' && !Object.hasOwn(data, signal.UniqueId)) data[signal.UniqueId] = String(signal.Data ?? '');
  }
  return { data };
}
