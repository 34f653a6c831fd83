import type { FilterLogEventsCommandInput, FilterLogEventsCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../../kernel/service.js';
import type { FilteredLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import type { Context } from '../../../kernel/service.js';
import { parseFilterPattern } from '../domain/filterPattern.js';
import { eventId } from '../domain/logEvents.js';
import { getGroup, groupAccess, groupArnOf, groupNameOf, oldestKeptMs } from '../domain/logGroup.js';
import type { LogGroup } from '../domain/logGroup.js';
import { getStream, streamsOf } from '../domain/logStream.js';
import type { LogStream } from '../domain/logStream.js';
import { search } from '../domain/search.js';
import type { Found } from '../domain/search.js';
import { invalidParameter } from '../errors.js';
import { limits } from '../limits.js';

function streamsWanted(ctx: Context, group: LogGroup, { logStreamNames, logStreamNamePrefix }: FilterLogEventsCommandInput): LogStream[] {
  if (!logStreamNames) return [...streamsOf(ctx, group, logStreamNamePrefix ?? '')];
  if (logStreamNamePrefix !== undefined) throw invalidParameter('logStreamNames and logStreamNamePrefix are mutually exclusive parameters.');
  return [...new Set(logStreamNames)].map((name) => getStream(ctx, group, name));
}

const shown = ({ stream, event }: Found): FilteredLogEvent => ({
  logStreamName: stream.name,
  timestamp: event.timestamp,
  message: event.message,
  ingestionTime: event.ingestedAtMs,
  eventId: eventId(stream, event),
});

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
export const filterLogEvents = operation<FilterLogEventsCommandInput, FilterLogEventsCommandOutput>({
  resource: groupArnOf,
  access: groupAccess('FilterLogEvents'),
  run(input, ctx) {
    const group = getGroup(ctx, groupNameOf(input));
    const accepts = parseFilterPattern(input.filterPattern ?? '');
    const range = {
      fromMs: Math.max(input.startTime ?? 0, oldestKeptMs(group, ctx.now)),
      // This end is inclusive, unlike that of GetLogEvents.
      beforeMs: input.endTime === undefined ? Number.MAX_SAFE_INTEGER : input.endTime + 1,
    };
    const limit = input.limit ?? limits.pageEvents.value;
    const { found, nextToken } = search(ctx, streamsWanted(ctx, group, input), range, accepts, limit, input.nextToken);
    return { events: found.map(shown), searchedLogStreams: [], nextToken };
  },
});
