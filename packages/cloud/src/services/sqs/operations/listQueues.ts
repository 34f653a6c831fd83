import type { ListQueuesCommandInput, ListQueuesCommandOutput } from '@aws-sdk/client-sqs';
import { operation } from '../../../kernel/service.js';
import type { Context } from '../../../kernel/service.js';
import { checkMaxResults, lastNameOf, page } from '../domain/paging.js';
import { queueUrl, queues } from '../domain/queue.js';

/** By name; up to 1,000. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueues.html */
export const listQueues = operation<ListQueuesCommandInput, ListQueuesCommandOutput>({
  run(input, ctx) {
    checkMaxResults(input.MaxResults);
    const last = lastNameOf(input.NextToken);
    const { names, nextToken } = page(queueNames(ctx, input.QueueNamePrefix ?? '', last), input.MaxResults);
    return {
      ...(names.length > 0 && { QueueUrls: names.map((name) => queueUrl(ctx.endpoint, ctx.scope.account, name)) }),
      ...(nextToken !== undefined && { NextToken: nextToken }),
    };
  },
});

function* queueNames(ctx: Context, begin: string, last: string | undefined): IterableIterator<string> {
  const after = last === undefined ? {} : { after: last.slice(begin.length) };
  for (const [name] of ctx.table(queues).range({ prefix: begin, ...after })) yield name;
}
