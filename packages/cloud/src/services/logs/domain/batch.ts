import type { InputLogEvent, RejectedLogEventsInfo } from '@aws-sdk/client-cloudwatch-logs';
import { invalidParameter } from '../errors.js';
import { limits } from '../limits.js';
import { retentionMs } from './logGroup.js';
import type { LogGroup } from './logGroup.js';

/** The part of a batch that is taken, and what is said of the rest. */
export interface Taken {
  readonly from: number;
  readonly to: number;
  readonly rejected: RejectedLogEventsInfo | undefined;
}

export const sizeOf = (message: string): number => Buffer.byteLength(message) + limits.eventOverhead.value;

/**
 * Which events of a batch are taken: neither too old nor too new. Throws InvalidParameterException where the batch as a
 * whole is wrong. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
 */
export function checkBatch(batch: readonly InputLogEvent[], group: LogGroup, nowMs: number): Taken {
  checkOrder(batch);
  checkSize(batch);
  const tooOld = countBefore(batch, nowMs - limits.oldestEventMs.value);
  const retained = retentionMs(group);
  const expired = retained === undefined ? 0 : countBefore(batch, nowMs - retained);
  const from = Math.max(tooOld, expired);
  const to = Math.max(from, countBefore(batch, nowMs + limits.newestEventMs.value + 1));
  checkSpan(batch, from, to);
  const rejected = {
    ...(to < batch.length && { tooNewLogEventStartIndex: to }),
    ...(tooOld > 0 && { tooOldLogEventEndIndex: tooOld }),
    ...(expired > 0 && { expiredLogEventEndIndex: expired }),
  };
  return { from, to, rejected: Object.keys(rejected).length > 0 ? rejected : undefined };
}

function checkOrder(batch: readonly InputLogEvent[]): void {
  for (let i = 1; i < batch.length; i++) {
    if (batch[i]!.timestamp! < batch[i - 1]!.timestamp!) {
      throw invalidParameter('Log events in a single PutLogEvents request must be in chronological order.');
    }
  }
}

function checkSize(batch: readonly InputLogEvent[]): void {
  let total = 0;
  for (const { message } of batch) {
    const size = sizeOf(message!);
    if (size > limits.eventSize.value) throw invalidParameter(`Log event too large: ${size} bytes exceeds limit of ${limits.eventSize.value}`);
    total += size;
  }
  if (total > limits.batchSize.value) throw invalidParameter(`Upload too large: ${total} bytes exceeds limit of ${limits.batchSize.value}`);
}

function checkSpan(batch: readonly InputLogEvent[], from: number, to: number): void {
  if (to - from < 2) return;
  if (batch[to - 1]!.timestamp! - batch[from]!.timestamp! > limits.batchSpanMs.value) {
    throw invalidParameter('The batch of log events in a single PutLogEvents request cannot span more than 24 hours.');
  }
}

/** How many events of an ordered batch are earlier. */
function countBefore(batch: readonly InputLogEvent[], atMs: number): number {
  let count = 0;
  while (count < batch.length && batch[count]!.timestamp! < atMs) count++;
  return count;
}
