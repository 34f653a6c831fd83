import { labAt } from '../lab.js';
import type { CommonOptions } from '../options.js';
import { createOutput, UserError } from '../output.js';
import type { Output } from '../output.js';
import { sdkCall } from '../sdk.js';
import type { Call } from '../sdk.js';

interface LogEvent {
  readonly eventId?: string;
  readonly timestamp?: number;
  readonly message?: string;
  readonly logStreamName?: string;
}

const followEveryMs = 500;

/** The group that a function is configured with; undefined where there is no such function. */
async function configuredGroup(call: Call, name: string): Promise<string | undefined> {
  try {
    const { LoggingConfig } = await call<{ LoggingConfig?: { LogGroup?: string } }>('lambda', 'GetFunctionConfiguration', { FunctionName: name });
    return LoggingConfig?.LogGroup;
  } catch {
    // Not a function's name: a log group's, or a part of one.
    return undefined;
  }
}

/** A function's own group, the group of that very name, else the only one whose name holds it. */
async function groupOf(call: Call, name: string): Promise<string> {
  const names: string[] = [];
  let nextToken: string | undefined;
  do {
    const page: { logGroups?: { logGroupName: string }[]; nextToken?: string } = await call('logs', 'DescribeLogGroups', { nextToken });
    for (const { logGroupName } of page.logGroups ?? []) names.push(logGroupName);
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  const own = await configuredGroup(call, name);
  const exact = names.find((group) => group === own || group === name || group === `/aws/lambda/${name}`);
  if (exact !== undefined) return exact;
  const alike = names.filter((group) => group.toLowerCase().includes(name.toLowerCase()));
  if (alike.length === 1) return alike[0]!;
  if (alike.length > 1) throw new UserError(`${name} fits several log groups: ${alike.join(', ')}`);
  throw new UserError(`No log group of ${name}${names.length === 0 ? ': nothing has been logged yet' : `; there are ${names.join(', ')}`}`);
}

async function read(call: Call, group: string, startTime: number | undefined): Promise<LogEvent[]> {
  const events: LogEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page: { events?: LogEvent[]; nextToken?: string } = await call('logs', 'FilterLogEvents', { logGroupName: group, startTime, nextToken });
    events.push(...(page.events ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return events;
}

function print(events: readonly LogEvent[], output: Output): void {
  for (const { timestamp = 0, message = '', logStreamName } of events) {
    output.result({ timestamp, message, logStreamName });
    output.line(`${output.style.dim(new Date(timestamp).toISOString())} ${message.trimEnd()}`);
  }
}

export async function logs(name: string, options: CommonOptions & { readonly follow?: boolean; readonly since?: string }): Promise<void> {
  const output = createOutput(options.json === true);
  const lab = labAt(options.endpoint);
  const health = await lab.required();
  const call = sdkCall(lab.endpoint, health.account, health.region);
  const group = await groupOf(call, name);
  const minutes = options.since === undefined ? undefined : Number(options.since);
  if (minutes !== undefined && !(minutes > 0)) throw new UserError(`--since takes minutes, not ${options.since}`, 2);
  let startTime = minutes === undefined ? undefined : Date.parse(health.clock.now) - minutes * 60_000;
  const seen = new Set<string>();
  for (;;) {
    const fresh = (await read(call, group, startTime)).filter(({ eventId }) => eventId === undefined || !seen.has(eventId));
    print(fresh, output);
    if (!options.follow) return;
    for (const { eventId, timestamp } of fresh) {
      if (eventId !== undefined) seen.add(eventId);
      startTime = Math.max(startTime ?? 0, timestamp ?? 0);
    }
    await new Promise((resolve) => setTimeout(resolve, followEveryMs));
  }
}
