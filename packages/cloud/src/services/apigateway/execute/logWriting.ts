import { key } from '../../../kernel/collection.js';
import { AwsError } from '../../../kernel/errors.js';
import type { Flow, Task } from '../../../kernel/service.js';
import { logStreams } from '../domain/counters.js';

/** Lines for one stream, written after the call has been answered. */
export interface LogLines {
  readonly logGroupName: string;
  readonly logStreamName: string;
  /** Execution logs have a group of the API's own; access logs go to one that somebody made. */
  readonly ownGroup: boolean;
  readonly timestamp: number;
  readonly messages: readonly string[];
}

/** Writes the lines; a log group that is gone swallows them, as on AWS. */
export const writeLog: Task<LogLines> = (lines, ctx) =>
  ctx.flow(async (flow) => {
    const { logGroupName, logStreamName, timestamp, messages } = lines;
    try {
      await ensureStream(flow, lines);
      await flow.call('logs', 'PutLogEvents', { logGroupName, logStreamName, logEvents: messages.map((message) => ({ timestamp, message })) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      flow.transact((inside) => inside.table(logStreams).delete(key(logGroupName, logStreamName)));
    }
  });

async function ensureStream(flow: Flow, { logGroupName, logStreamName, ownGroup }: LogLines): Promise<void> {
  const name = key(logGroupName, logStreamName);
  if (flow.transact((ctx) => ctx.table(logStreams).has(name))) return;
  if (ownGroup) await create(flow, 'CreateLogGroup', { logGroupName });
  await create(flow, 'CreateLogStream', { logGroupName, logStreamName });
  flow.transact((ctx) => ctx.table(logStreams).put(name, true));
}

async function create(flow: Flow, operation: string, input: object): Promise<void> {
  try {
    await flow.call('logs', operation, input);
  } catch (error) {
    if (!(error instanceof AwsError && error.code === 'ResourceAlreadyExistsException')) throw error;
  }
}
