import type { DeleteLogStreamCommandInput, DeleteLogStreamCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../../kernel/service.js';
import { key } from '../../../kernel/collection.js';
import { getGroup, streamArn } from '../domain/logGroup.js';
import { getStream, streams } from '../domain/logStream.js';
import { deletionProtected } from '../errors.js';
import { sweepStream } from '../expiry.js';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogStream.html */
export const deleteLogStream = operation<DeleteLogStreamCommandInput, DeleteLogStreamCommandOutput>({
  resource: ({ logGroupName, logStreamName }, scope) => streamArn(scope, logGroupName!, logStreamName!),
  run({ logGroupName, logStreamName }, ctx) {
    const group = getGroup(ctx, logGroupName!);
    if (group.deletionProtected) throw deletionProtected(group.name);
    const stream = getStream(ctx, group, logStreamName!);
    ctx.table(streams).delete(key(group.id, stream.name));
    sweepStream(ctx, stream);
    return {};
  },
});
