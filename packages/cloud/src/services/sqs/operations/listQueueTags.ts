import type { ListQueueTagsCommandInput, ListQueueTagsCommandOutput } from '@aws-sdk/client-sqs';
import { operation } from '../../../kernel/service.js';
import { arnOfUrl, queueAt } from '../domain/queue.js';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueueTags.html */
export const listQueueTags = operation<ListQueueTagsCommandInput, ListQueueTagsCommandOutput>({
  resource: arnOfUrl,
  run(input, ctx) {
    const { tags } = queueAt(ctx, input.QueueUrl!);
    return Object.keys(tags).length === 0 ? {} : { Tags: { ...tags } };
  },
});
