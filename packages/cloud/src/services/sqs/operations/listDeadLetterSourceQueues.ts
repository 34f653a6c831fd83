import type { ListDeadLetterSourceQueuesCommandInput, ListDeadLetterSourceQueuesCommandOutput } from '@aws-sdk/client-sqs';
import { operation } from '../../../kernel/service.js';
import type { Context } from '../../../kernel/service.js';
import { checkMaxResults, lastNameOf, page } from '../domain/paging.js';
import { arnOfUrl, queueAt, queueUrl, queues, tableOf } from '../domain/queue.js';
import type { Queue } from '../domain/queue.js';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListDeadLetterSourceQueues.html */
export const listDeadLetterSourceQueues = operation<ListDeadLetterSourceQueuesCommandInput, ListDeadLetterSourceQueuesCommandOutput>({
  resource: arnOfUrl,
  run(input, ctx) {
    const queue = queueAt(ctx, input.QueueUrl!);
    checkMaxResults(input.MaxResults);
    const { names, nextToken } = page(sourcesOf(ctx, queue, lastNameOf(input.NextToken)), input.MaxResults);
    return {
      queueUrls: names.map((name) => queueUrl(ctx.endpoint, queue.account, name)),
      ...(nextToken !== undefined && { NextToken: nextToken }),
    };
  },
});

function* sourcesOf(ctx: Context, target: Queue, last: string | undefined): IterableIterator<string> {
  for (const [name, queue] of tableOf(ctx, target, queues).range(last === undefined ? {} : { after: last })) {
    if (queue.settings.redrivePolicy?.deadLetterTargetArn === target.arn) yield name;
  }
}
