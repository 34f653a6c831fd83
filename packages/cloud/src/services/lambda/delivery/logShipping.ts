import type { InvocationOutcome, LogEvent } from '../../../compute/functionSpec.js';
import { AwsError } from '../../../kernel/errors.js';
import type { CallOptions, Context, Flow } from '../../../kernel/service.js';
import type { AdmittedInvocation } from '../invocation.js';
import { roleSession } from '../roleSession.js';

/** What one invocation leaves for CloudWatch Logs. */
export interface LogShipment {
  readonly roleArn: string;
  readonly functionName: string;
  readonly group: string;
  readonly stream: string;
  /** The first of its environment: the stream is to be made. */
  readonly coldStart: boolean;
  readonly events: readonly LogEvent[];
}

/** Off the reply path: a task of its own, an effect of the invocation. */
export function scheduleLogs(ctx: Context, { version, cause, scope }: AdmittedInvocation, { logs, logStream, coldStart }: InvocationOutcome): void {
  const shipment: LogShipment = {
    roleArn: version.roleArn,
    functionName: version.functionName,
    group: version.logging.logGroup,
    stream: logStream,
    coldStart,
    events: logs,
  };
  ctx.schedule('shipLogs', ctx.now, shipment, { scope, cause });
}

/**
 * Writes the log with the function's role, as Lambda does: a role without the permission leaves no log, and the invocation
 * is none the worse for it.
 */
export const shipLogs = (shipment: LogShipment, ctx: Context): Promise<void> =>
  ctx.flow(async (flow) => {
    try {
      const { principal } = await roleSession(flow, shipment.roleArn, shipment.functionName, flow.cause);
      if (shipment.coldStart) await createStream(flow, shipment.group, shipment.stream, { principal });
      for (const events of batches(shipment.events)) await put(flow, shipment, events, { principal });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
    }
  });

async function put(flow: Flow, { group, stream }: LogShipment, events: readonly LogEvent[], options: CallOptions): Promise<void> {
  const logEvents = events.map(({ timestampMs, message }) => ({ timestamp: timestampMs, message }));
  const input = { logGroupName: group, logStreamName: stream, logEvents };
  try {
    await flow.call('logs', 'PutLogEvents', input, options);
  } catch (error) {
    if (!isMissing(error)) throw error;
    await createStream(flow, group, stream, options);
    await flow.call('logs', 'PutLogEvents', input, options);
  }
}

async function createStream(flow: Flow, group: string, stream: string, options: CallOptions): Promise<void> {
  const create = () => unlessExisting(flow.call('logs', 'CreateLogStream', { logGroupName: group, logStreamName: stream }, options));
  try {
    await create();
  } catch (error) {
    if (!isMissing(error)) throw error;
    await unlessExisting(flow.call('logs', 'CreateLogGroup', { logGroupName: group }, options));
    await create();
  }
}

async function unlessExisting(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof AwsError && error.code === 'ResourceAlreadyExistsException')) throw error;
  }
}

const isMissing = (error: unknown): boolean => error instanceof AwsError && error.code === 'ResourceNotFoundException';

const mostEvents = 10_000;
const mostBytes = 1_048_576;
/** Of each event. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
const overheadBytes = 26;

/** In order of time, in batches that PutLogEvents takes, without the empty lines that it refuses. */
export function* batches(events: readonly LogEvent[]): IterableIterator<readonly LogEvent[]> {
  let batch: LogEvent[] = [];
  let bytes = 0;
  for (const event of inOrder(events)) {
    if (event.message === '') continue;
    const size = Buffer.byteLength(event.message) + overheadBytes;
    if (batch.length > 0 && (batch.length === mostEvents || bytes + size > mostBytes)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(event);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

/** Platform and function lines come over different pipes; their times may cross by a moment, their order may not. */
function* inOrder(events: readonly LogEvent[]): IterableIterator<LogEvent> {
  let latestMs = 0;
  for (const event of events) {
    latestMs = Math.max(latestMs, event.timestampMs);
    yield event.timestampMs === latestMs ? event : { ...event, timestampMs: latestMs };
  }
}
