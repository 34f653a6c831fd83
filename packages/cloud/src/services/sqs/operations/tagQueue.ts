import type { TagQueueCommandInput, TagQueueCommandOutput } from '@aws-sdk/client-sqs';
import { operation } from '../../../kernel/service.js';
import { arnOfUrl, putQueue, queueAt } from '../domain/queue.js';
import { withTags } from '../domain/tags.js';
import { missingParameter } from '../errors.js';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_TagQueue.html */
export const tagQueue = operation<TagQueueCommandInput, TagQueueCommandOutput>({
  resource: arnOfUrl,
  run(input, ctx) {
    const queue = queueAt(ctx, input.QueueUrl!);
    if (!input.Tags || Object.keys(input.Tags).length === 0) throw missingParameter('Tags');
    putQueue(ctx, { ...queue, tags: withTags(queue.tags, input.Tags, queue.name) });
    return {};
  },
});
