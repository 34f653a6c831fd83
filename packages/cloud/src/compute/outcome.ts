import type { WordedEnding } from './endings.js';
import type { FunctionSpec, InvocationOutcome } from './functionSpec.js';
import type { LogBuffer } from './logBuffer.js';
import { reportLines } from './platformLog.js';

export type Measures = Pick<InvocationOutcome, 'startedAtMs' | 'endedAtMs' | 'coldStart' | 'durationMs' | 'initDurationMs' | 'maxMemoryMb' | 'logStream'>;

/**
 * Closes the invocation's log and puts its outcome together. Initialization is billed with the first invocation.
 * https://aws.amazon.com/lambda/pricing/
 */
export function completeOutcome(
  spec: FunctionSpec,
  requestId: string,
  worded: WordedEnding,
  log: LogBuffer,
  now: number,
  measures: Measures,
): InvocationOutcome {
  const billedMs = Math.max(1, Math.ceil(measures.durationMs + (measures.initDurationMs ?? 0)));
  if (worded.logLine !== undefined) log.platform(worded.logLine);
  const report = { ...measures, billedMs, status: worded.status, errorType: worded.error?.type };
  for (const line of reportLines(spec, requestId, now, report)) log.platform(line);
  return { payload: worded.payload, error: worded.error, status: worded.status, billedMs, ...measures, logs: log.take() };
}
