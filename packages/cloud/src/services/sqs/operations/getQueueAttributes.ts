import type { GetQueueAttributesCommandInput, GetQueueAttributesCommandOutput } from '@aws-sdk/client-sqs';
import { operation } from '../../../kernel/service.js';
import type { Context } from '../../../kernel/service.js';
import { isReadableAttribute, settingsAsAttributes } from '../domain/attributes.js';
import { MessageStore } from '../domain/messageStore.js';
import { arnOfUrl, queueAt } from '../domain/queue.js';
import type { Queue } from '../domain/queue.js';
import { unknownAttribute } from '../errors.js';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html */
export const getQueueAttributes = operation<GetQueueAttributesCommandInput, GetQueueAttributesCommandOutput>({
  resource: arnOfUrl,
  run(input, ctx) {
    const queue = queueAt(ctx, input.QueueUrl!);
    const names: readonly string[] = input.AttributeNames ?? [];
    const unknown = names.find((name) => name !== 'All' && !isReadableAttribute(name));
    if (unknown !== undefined) throw unknownAttribute(unknown);
    if (names.length === 0) return {};
    const all = attributesOf(ctx, queue);
    if (names.includes('All')) return { Attributes: all };
    const chosen = names.filter((name) => all[name] !== undefined).map((name) => [name, all[name]!]);
    return chosen.length === 0 ? {} : { Attributes: Object.fromEntries(chosen) as Record<string, string> };
  },
});

function attributesOf(ctx: Context, queue: Queue): Record<string, string> {
  const store = new MessageStore(ctx, queue);
  // Opening it may have removed what has expired.
  store.save();
  const { counts } = store;
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(counts.visible),
    ApproximateNumberOfMessagesNotVisible: String(counts.inFlight),
    ApproximateNumberOfMessagesDelayed: String(counts.delayed),
    CreatedTimestamp: seconds(queue.createdAtMs),
    LastModifiedTimestamp: seconds(queue.modifiedAtMs),
    ...settingsAsAttributes(queue.settings, queue.fifo),
  };
}

const seconds = (ms: number): string => String(Math.floor(ms / 1000));
