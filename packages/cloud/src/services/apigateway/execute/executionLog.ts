import type { Context } from '../../../kernel/service.js';
import { settingOf } from './admission.js';
import { textOf } from './execution.js';
import type { Answer, Execution } from './execution.js';
import type { LogLines } from './logWriting.js';

/** Longer lines are cut. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html */
const longestLine = 1024;
const cut = ' [TRUNCATED]';

const secret = new Set(['authorization', 'x-api-key', 'x-amz-security-token']);

/** All but the last six characters of what must stay secret. */
const masked = (value: string): string => '*'.repeat(Math.max(0, value.length - 6)) + value.slice(-6);

const listed = (entries: Iterable<readonly [string, string]>): string => `{${[...entries].map(([name, value]) => `${name}=${value}`).join(', ')}}`;

const shown = (headers: Readonly<Record<string, string>>) => listed(Object.entries(headers).map(([name, value]) => [name, secret.has(name.toLowerCase()) ? masked(value) : value] as const));

function requestLines({ request, pathParameters }: Execution): string[] {
  const query = Object.entries(request.query ?? {}).map(([name, values]) => [name, values.at(-1)!] as const);
  return [
    `Method request path: ${listed(Object.entries(pathParameters ?? {}))}`,
    `Method request query string: ${listed(query)}`,
    `Method request headers: ${shown(request.headers.single())}`,
    `Method request body before transformations: ${textOf(request.body)}`,
  ];
}

function answerLines({ headers, body }: Answer): string[] {
  const last = Object.entries(headers).map(([name, values]) => [name, values.at(-1)!] as const);
  return [`Method response body after transformations: ${textOf(body)}`, `Method response headers: ${shown(Object.fromEntries(last))}`];
}

/** Schedules the lines that the stage's logging level asks for: all of a call, or those of one that failed. */
export function logExecution(ctx: Context, execution: Execution, answer: Answer): void {
  const setting = execution.method && settingOf(execution.stage, execution.method);
  const level = setting?.loggingLevel ?? 'OFF';
  const { failure, requestId, method, request, apiId, stage } = execution;
  if (!setting || level === 'OFF' || (level === 'ERROR' && !failure)) return;
  const all = level === 'INFO';
  const trace = all && setting.dataTraceEnabled;
  const messages = [
    ...(all ? [`Starting execution for request: ${requestId}`, `HTTP Method: ${request.httpMethod}, Resource Path: ${method!.resource.path}`] : []),
    ...(trace ? requestLines(execution) : []),
    ...(failure ? [`Execution failed: ${failure.message}${execution.integrationErrorMessage ? ` (${execution.integrationErrorMessage})` : ''}`] : []),
    ...(trace && !failure ? answerLines(answer) : []),
    ...(all && !failure ? ['Successfully completed execution'] : []),
    `Method completed with status: ${answer.statusCode}`,
  ];
  const lines: LogLines = {
    logGroupName: `API-Gateway-Execution-Logs_${apiId}/${stage.stageName}`,
    logStreamName: `${apiId}-${stage.stageName}`,
    ownGroup: true,
    timestamp: ctx.now,
    messages: messages.map((message) => `(${requestId}) ${message}`).map((line) => (line.length > longestLine ? line.slice(0, longestLine - cut.length) + cut : line)),
  };
  ctx.schedule('writeLog', ctx.now, lines, { scope: execution.scope });
}
