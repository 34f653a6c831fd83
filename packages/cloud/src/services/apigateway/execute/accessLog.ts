import { key } from '../../../kernel/collection.js';
import { AwsError } from '../../../kernel/errors.js';
import type { Context, Flow, Task } from '../../../kernel/service.js';
import { logStreams } from '../domain/counters.js';
import { contextVariables } from './context.js';
import type { Answer, Execution } from './execution.js';
import { substitute } from './gatewayAnswer.js';

/** One line for a log group, written after the call has been answered. */
export interface LogLine {
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly message: string;
  readonly timestamp: number;
}

/** Schedules the stage's access log line; what a variable does not have is `-`. */
export function logAccess(ctx: Context, execution: Execution, answer: Answer, bodyLength: number): void {
  const { destinationArn, format } = execution.stage.accessLogSettings ?? {};
  if (!destinationArn || !format) return;
  const variables = contextVariables(execution, { status: answer.statusCode, responseLength: bodyLength, responseLatency: ctx.now - execution.startedAtMs });
  const logGroupName = /log-group:([^:]+)/.exec(destinationArn)?.[1];
  if (!logGroupName) return;
  const line: LogLine = {
    logGroupName,
    logStreamName: `${execution.apiId}-${execution.stage.stageName}`,
    message: substitute(format, execution, variables, '-'),
    timestamp: ctx.now,
  };
  ctx.schedule('writeLog', ctx.now, line, { scope: execution.scope });
}

/** Writes the line; a log group that is gone swallows it, as on AWS. */
export const writeLog: Task<LogLine> = (line, ctx) =>
  ctx.flow(async (flow) => {
    try {
      await createStream(flow, line);
      const { logGroupName, logStreamName, message, timestamp } = line;
      await flow.call('logs', 'PutLogEvents', { logGroupName, logStreamName, logEvents: [{ timestamp, message }] });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      flow.transact((inside) => inside.table(logStreams).delete(key(line.logGroupName, line.logStreamName)));
    }
  });

async function createStream(flow: Flow, { logGroupName, logStreamName }: LogLine): Promise<void> {
  const name = key(logGroupName, logStreamName);
  if (flow.transact((ctx) => ctx.table(logStreams).has(name))) return;
  try {
    await flow.call('logs', 'CreateLogStream', { logGroupName, logStreamName });
  } catch (error) {
    if (!(error instanceof AwsError && error.code === 'ResourceAlreadyExistsException')) throw error;
  }
  flow.transact((ctx) => ctx.table(logStreams).put(name, true));
}
