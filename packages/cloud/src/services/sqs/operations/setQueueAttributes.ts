import type { SetQueueAttributesCommandInput, SetQueueAttributesCommandOutput } from '@aws-sdk/client-sqs';
import { operation } from '../../../kernel/service.js';
import { applyAttributes } from '../domain/attributes.js';
import { checkDeadLetterQueue } from '../domain/deadLetterQueue.js';
import { recheckExpiry } from '../domain/messageStore.js';
import { arnOfUrl, putQueue, queueAt } from '../domain/queue.js';
import type { Queue } from '../domain/queue.js';
import { invalidAttributeValue, unknownAttribute } from '../errors.js';

/** In effect at once, where AWS takes up to a minute. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
export const setQueueAttributes = operation<SetQueueAttributesCommandInput, SetQueueAttributesCommandOutput>({
  resource: arnOfUrl,
  run(input, ctx) {
    const queue = queueAt(ctx, input.QueueUrl!);
    const settings = applyAttributes(queue.settings, queue.fifo, settableOf(queue, input.Attributes as Record<string, string>));
    if (settings.redrivePolicy) checkDeadLetterQueue(ctx, queue, settings.redrivePolicy);
    putQueue(ctx, { ...queue, settings, modifiedAtMs: ctx.now });
    if (settings.messageRetentionSeconds !== queue.settings.messageRetentionSeconds) recheckExpiry(ctx, queue);
    return {};
  },
});

/** A queue's type stays what it is; saying so again is no change. */
function settableOf(queue: Queue, { FifoQueue, ...attributes }: Record<string, string>): Record<string, string> {
  if (FifoQueue === undefined) return attributes;
  if (!queue.fifo) throw unknownAttribute('FifoQueue');
  if (FifoQueue.toLowerCase() !== 'true') throw invalidAttributeValue('FifoQueue', 'Modifying queue type is not supported.');
  return attributes;
}
