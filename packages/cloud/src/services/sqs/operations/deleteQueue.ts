import type { DeleteQueueCommandInput, DeleteQueueCommandOutput } from '@aws-sdk/client-sqs';
import { operation } from '../../../kernel/service.js';
import { arnOfUrl, deletedQueues, queueAt, queues, tableOf } from '../domain/queue.js';
import { wakeAll } from '../domain/topic.js';
import { sweepLater } from '../sweep.js';

/** Gone at once, with its messages. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteQueue.html */
export const deleteQueue = operation<DeleteQueueCommandInput, DeleteQueueCommandOutput>({
  resource: arnOfUrl,
  run(input, ctx) {
    const queue = queueAt(ctx, input.QueueUrl!);
    tableOf(ctx, queue, queues).delete(queue.name);
    tableOf(ctx, queue, deletedQueues).put(queue.name, ctx.now);
    sweepLater(ctx, queue, queue.space, queue.id);
    wakeAll(ctx, queue);
    return {};
  },
});
