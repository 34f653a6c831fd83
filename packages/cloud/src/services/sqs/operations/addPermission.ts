import type { AddPermissionCommandInput, AddPermissionCommandOutput } from '@aws-sdk/client-sqs';
import { operation } from '../../../kernel/service.js';
import { withPermission } from '../domain/permissions.js';
import { arnOfUrl, putQueue, queueAt } from '../domain/queue.js';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_AddPermission.html */
export const addPermission = operation<AddPermissionCommandInput, AddPermissionCommandOutput>({
  resource: arnOfUrl,
  run(input, ctx) {
    const queue = queueAt(ctx, input.QueueUrl!);
    const policy = withPermission(queue, input.Label!, input.AWSAccountIds!, input.Actions!);
    putQueue(ctx, { ...queue, settings: { ...queue.settings, policy }, modifiedAtMs: ctx.now });
    return {};
  },
});
