import type { FunctionSpec, InvocationOutcome } from './functionSpec.js';

/** START, END and REPORT lines, in the function's log format. https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html */
export interface Report extends Pick<InvocationOutcome, 'status' | 'durationMs' | 'billedMs' | 'maxMemoryMb' | 'initDurationMs'> {
  readonly errorType: string | undefined;
}

export function startLine(spec: FunctionSpec, requestId: string, at: number): string {
  if (spec.logFormat === 'Text') return `START RequestId: ${requestId} Version: ${spec.version}`;
  return platformEvent('platform.start', at, { requestId, functionArn: spec.functionArn, version: spec.version });
}

/** The lines after an invocation: END and REPORT as text, one report event as JSON. */
export function reportLines(spec: FunctionSpec, requestId: string, at: number, report: Report): string[] {
  if (spec.logFormat === 'JSON') return [jsonReport(spec, requestId, at, report)];
  const parts = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${report.durationMs.toFixed(2)} ms`,
    `Billed Duration: ${report.billedMs} ms`,
    `Memory Size: ${spec.memoryMb} MB`,
    `Max Memory Used: ${report.maxMemoryMb} MB`,
  ];
  if (report.initDurationMs !== undefined) parts.push(`Init Duration: ${report.initDurationMs.toFixed(2)} ms`);
  if (report.status !== 'success' && isPlatformFailure(report)) parts.push(...statusParts(report));
  return [`END RequestId: ${requestId}`, `${parts.join('\t')}\t`];
}

/** An error that the function itself returned leaves no status in the text form. */
const isPlatformFailure = ({ status, errorType }: Report): boolean =>
  status === 'timeout' || errorType === 'Runtime.ExitError' || errorType === 'Runtime.OutOfMemory';

const statusParts = ({ status, errorType }: Report): string[] =>
  status === 'timeout' ? ['Status: timeout'] : ['Status: error', `Error Type: ${errorType}`];

function jsonReport(spec: FunctionSpec, requestId: string, at: number, report: Report): string {
  const metrics: Record<string, number> = {
    durationMs: round(report.durationMs),
    billedDurationMs: report.billedMs,
    memorySizeMB: spec.memoryMb,
    maxMemoryUsedMB: report.maxMemoryMb,
  };
  if (report.initDurationMs !== undefined) metrics.initDurationMs = round(report.initDurationMs);
  const status = report.status === 'error' ? (isPlatformFailure(report) ? 'error' : 'failure') : report.status;
  const errorType = isPlatformFailure(report) && report.status === 'error' ? { errorType: report.errorType } : {};
  return platformEvent('platform.report', at, { requestId, metrics, status, ...errorType });
}

const platformEvent = (type: string, at: number, record: object): string => JSON.stringify({ time: new Date(at).toISOString(), type, record });

const round = (milliseconds: number): number => Math.round(milliseconds * 1000) / 1000;
