import type { GetLogEventsCommandInput, GetLogEventsCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../../kernel/service.js';
import { decodeToken, encodeToken } from '../domain/gaps.js';
import { getGroup, groupNameOf, oldestKeptMs, streamArn } from '../domain/logGroup.js';
import { getStream } from '../domain/logStream.js';
import { readPage } from '../domain/readPage.js';
import { limits } from '../limits.js';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html */
export const getLogEvents = operation<GetLogEventsCommandInput, GetLogEventsCommandOutput>({
  resource: (input, scope) => streamArn(scope, groupNameOf(input), input.logStreamName!),
  run(input, ctx) {
    const group = getGroup(ctx, groupNameOf(input));
    const stream = getStream(ctx, group, input.logStreamName!);
    const token = input.nextToken === undefined ? undefined : decodeToken(input.nextToken);
    const { events, before, behind } = readPage(ctx, stream, {
      fromMs: Math.max(input.startTime ?? 0, oldestKeptMs(group, ctx.now)),
      beforeMs: input.endTime ?? Number.MAX_SAFE_INTEGER,
      limit: input.limit ?? limits.pageEvents.value,
      forward: token ? token.direction === 'forward' : input.startFromHead === true,
      gap: token,
    });
    return {
      events: events.map(({ timestamp, message, ingestedAtMs }) => ({ timestamp, message, ingestionTime: ingestedAtMs })),
      nextForwardToken: encodeToken('forward', behind),
      nextBackwardToken: encodeToken('backward', before),
    };
  },
});
