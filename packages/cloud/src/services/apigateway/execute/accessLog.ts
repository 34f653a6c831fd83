import type { Context } from '../../../kernel/service.js';
import { contextVariables } from './context.js';
import type { Answer, Execution } from './execution.js';
import { substitute } from './gatewayAnswer.js';
import type { LogLines } from './logWriting.js';

/** Schedules the stage's access log line; what a variable does not have is `-`. */
export function logAccess(ctx: Context, execution: Execution, answer: Answer, bodyLength: number): void {
  const { destinationArn, format } = execution.stage.accessLogSettings ?? {};
  const logGroupName = destinationArn && /log-group:([^:]+)/.exec(destinationArn)?.[1];
  if (!logGroupName || !format) return;
  const variables = contextVariables(execution, { status: answer.statusCode, responseLength: bodyLength, responseLatency: ctx.now - execution.startedAtMs });
  const lines: LogLines = {
    logGroupName,
    logStreamName: `${execution.apiId}-${execution.stage.stageName}`,
    ownGroup: false,
    timestamp: ctx.now,
    messages: [substitute(format, execution, variables, '-')],
  };
  ctx.schedule('writeLog', ctx.now, lines, { scope: execution.scope });
}
