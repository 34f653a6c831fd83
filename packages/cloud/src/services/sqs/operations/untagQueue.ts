import type { UntagQueueCommandInput, UntagQueueCommandOutput } from '@aws-sdk/client-sqs';
import { operation } from '../../../kernel/service.js';
import { arnOfUrl, putQueue, queueAt } from '../domain/queue.js';
import { missingParameter } from '../errors.js';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_UntagQueue.html */
export const untagQueue = operation<UntagQueueCommandInput, UntagQueueCommandOutput>({
  resource: arnOfUrl,
  run(input, ctx) {
    const queue = queueAt(ctx, input.QueueUrl!);
    if (!input.TagKeys || input.TagKeys.length === 0) throw missingParameter('TagKeys');
    const gone = new Set(input.TagKeys);
    putQueue(ctx, { ...queue, tags: Object.fromEntries(Object.entries(queue.tags).filter(([tag]) => !gone.has(tag))) });
    return {};
  },
});
