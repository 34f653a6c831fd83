import type { PurgeQueueCommandInput, PurgeQueueCommandOutput } from '@aws-sdk/client-sqs';
import { operation } from '../../../kernel/service.js';
import { beginSpace } from '../domain/messageStore.js';
import { arnOfUrl, putQueue, queueAt } from '../domain/queue.js';
import { purgeQueueInProgress } from '../errors.js';
import { limits } from '../limits.js';
import { sweepLater } from '../sweep.js';

/** Every message is gone at once, where AWS takes up to a minute. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html */
export const purgeQueue = operation<PurgeQueueCommandInput, PurgeQueueCommandOutput>({
  resource: arnOfUrl,
  run(input, ctx) {
    const queue = queueAt(ctx, input.QueueUrl!);
    if (queue.purgedAtMs !== undefined && ctx.now < queue.purgedAtMs + limits.purgeSeconds.value * 1000) throw purgeQueueInProgress(queue.name);
    const purged = { ...queue, space: ctx.ids.hex(12), purgedAtMs: ctx.now };
    beginSpace(ctx, purged, queue.space);
    sweepLater(ctx, queue, queue.space);
    putQueue(ctx, purged);
    return {};
  },
});
