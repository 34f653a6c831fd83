import type { GetQueueUrlCommandInput, GetQueueUrlCommandOutput } from '@aws-sdk/client-sqs';
import { operation } from '../../../kernel/service.js';
import { queueArn, queueUrl, queues } from '../domain/queue.js';
import { queueDoesNotExist } from '../errors.js';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueUrl.html */
export const getQueueUrl = operation<GetQueueUrlCommandInput, GetQueueUrlCommandOutput>({
  resource: (input, scope) => queueArn({ region: scope.region, account: input.QueueOwnerAWSAccountId ?? scope.account }, input.QueueName!),
  run(input, ctx) {
    const account = input.QueueOwnerAWSAccountId ?? ctx.scope.account;
    if (!ctx.table(queues, { account }).has(input.QueueName!)) throw queueDoesNotExist();
    return { QueueUrl: queueUrl(ctx.endpoint, account, input.QueueName!) };
  },
});
