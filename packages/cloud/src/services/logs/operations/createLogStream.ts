import type { CreateLogStreamCommandInput, CreateLogStreamCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { operation } from '../../../kernel/service.js';
import { key } from '../../../kernel/collection.js';
import { getGroup, streamArn } from '../domain/logGroup.js';
import { newStream, putStream, streams } from '../domain/logStream.js';
import { streamExists } from '../errors.js';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogStream.html */
export const createLogStream = operation<CreateLogStreamCommandInput, CreateLogStreamCommandOutput>({
  resource: ({ logGroupName, logStreamName }, scope) => streamArn(scope, logGroupName!, logStreamName!),
  run({ logGroupName, logStreamName }, ctx) {
    const group = getGroup(ctx, logGroupName!);
    if (ctx.table(streams).has(key(group.id, logStreamName!))) throw streamExists();
    putStream(ctx, group, newStream(ctx, logStreamName!));
    return {};
  },
});
