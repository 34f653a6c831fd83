import type { PutLogEventsCommandInput, PutLogEventsCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../../kernel/service.js';
import type { InputLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import type { Context } from '../../../kernel/service.js';
import { checkBatch, sizeOf } from '../domain/batch.js';
import { eventKey, storedEvents } from '../domain/logEvents.js';
import { getGroup, streamArn } from '../domain/logGroup.js';
import { getStream, putStream } from '../domain/logStream.js';
import type { LogStream } from '../domain/logStream.js';
import { nextSequenceToken } from '../domain/sequenceToken.js';
import { schedulePurge } from '../expiry.js';

function store(ctx: Context, stream: LogStream, batch: readonly InputLogEvent[], from: number, to: number): LogStream {
  const table = ctx.table(storedEvents);
  let { nextSequence, storedBytes } = stream;
  for (let i = from; i < to; i++) {
    const message = batch[i]!.message!;
    table.put(eventKey(stream.id, { timestamp: batch[i]!.timestamp!, sequence: nextSequence++ }), { message, ingestedAtMs: ctx.now });
    storedBytes += sizeOf(message);
  }
  const firstMs = batch[from]!.timestamp!;
  const lastMs = batch[to - 1]!.timestamp!;
  return {
    ...stream,
    nextSequence,
    storedBytes,
    firstEventMs: Math.min(stream.firstEventMs ?? firstMs, firstMs),
    lastEventMs: Math.max(stream.lastEventMs ?? lastMs, lastMs),
    lastIngestionMs: ctx.now,
  };
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
export const putLogEvents = operation<PutLogEventsCommandInput, PutLogEventsCommandOutput>({
  resource: ({ logGroupName, logStreamName }, scope) => streamArn(scope, logGroupName!, logStreamName!),
  run({ logGroupName, logStreamName, logEvents }, ctx) {
    const group = getGroup(ctx, logGroupName!);
    const stream = getStream(ctx, group, logStreamName!);
    const { from, to, rejected } = checkBatch(logEvents!, group, ctx.now);
    const after = from < to ? store(ctx, stream, logEvents!, from, to) : stream;
    if (after !== stream) {
      putStream(ctx, group, after);
      schedulePurge(ctx, group);
    }
    return { nextSequenceToken: nextSequenceToken(after), rejectedLogEventsInfo: rejected };
  },
});
