import type { DescribeLogStreamsCommandInput, DescribeLogStreamsCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../../kernel/service.js';
import type { LogStream as SdkLogStream } from '@aws-sdk/client-cloudwatch-logs';
import { key } from '../../../kernel/collection.js';
import { getGroup, groupAccess, groupArnOf, groupNameOf, streamArn } from '../domain/logGroup.js';
import { streamsOf } from '../domain/logStream.js';
import type { LogStream } from '../domain/logStream.js';
import { page } from '../domain/paging.js';
import { invalidParameter } from '../errors.js';
import { nextSequenceToken } from '../domain/sequenceToken.js';

/** Streams without events come first. */
const timeOrder = ({ lastEventMs = 0, name }: LogStream): string => key(lastEventMs, name);

const described = (stream: LogStream, arn: string): SdkLogStream => ({
  logStreamName: stream.name,
  creationTime: stream.createdAtMs,
  firstEventTimestamp: stream.firstEventMs,
  lastEventTimestamp: stream.lastEventMs,
  lastIngestionTime: stream.lastIngestionMs,
  uploadSequenceToken: stream.lastIngestionMs === undefined ? undefined : nextSequenceToken(stream),
  arn,
  // AWS gives the size of groups only.
  storedBytes: 0,
});

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogStreams.html */
export const describeLogStreams = operation<DescribeLogStreamsCommandInput, DescribeLogStreamsCommandOutput>({
  resource: groupArnOf,
  access: groupAccess('DescribeLogStreams'),
  run(input, ctx) {
    const { logStreamNamePrefix = '', orderBy = 'LogStreamName', descending = false, limit, nextToken } = input;
    const group = getGroup(ctx, groupNameOf(input));
    const byTime = orderBy === 'LastEventTime';
    if (byTime && logStreamNamePrefix !== '') throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.');
    const found = [...streamsOf(ctx, group, logStreamNamePrefix)];
    const order = byTime ? timeOrder : ({ name }: LogStream) => name;
    found.sort((a, b) => (order(a) < order(b) ? -1 : 1));
    if (descending) found.reverse();
    const { items, nextToken: next } = page(found, order, { limit, nextToken }, descending);
    return { logStreams: items.map((stream) => described(stream, streamArn(ctx.scope, group.name, stream.name))), nextToken: next };
  },
});
