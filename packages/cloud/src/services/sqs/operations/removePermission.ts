import type { RemovePermissionCommandInput, RemovePermissionCommandOutput } from '@aws-sdk/client-sqs';
import { operation } from '../../../kernel/service.js';
import { withoutPermission } from '../domain/permissions.js';
import { arnOfUrl, putQueue, queueAt } from '../domain/queue.js';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_RemovePermission.html */
export const removePermission = operation<RemovePermissionCommandInput, RemovePermissionCommandOutput>({
  resource: arnOfUrl,
  run(input, ctx) {
    const queue = queueAt(ctx, input.QueueUrl!);
    const { policy: _, ...others } = queue.settings;
    const policy = withoutPermission(queue, input.Label!);
    putQueue(ctx, { ...queue, settings: policy === undefined ? others : { ...others, policy }, modifiedAtMs: ctx.now });
    return {};
  },
});
