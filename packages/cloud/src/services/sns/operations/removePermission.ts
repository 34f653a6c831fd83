import type { RemovePermissionCommandInput, RemovePermissionCommandOutput } from '@aws-sdk/client-sns';
import { operation } from '../../../kernel/service.js';
import { withoutPermission } from '../domain/permissions.js';
import { putTopic, topicAt } from '../domain/topic.js';

/** https://docs.aws.amazon.com/sns/latest/api/API_RemovePermission.html */
export const removePermission = operation<RemovePermissionCommandInput, RemovePermissionCommandOutput>({
  resource: (input) => input.TopicArn,
  run(input, ctx) {
    const topic = topicAt(ctx, input.TopicArn);
    const policy = withoutPermission(topic, input.Label!);
    putTopic(ctx, { ...topic, settings: { ...topic.settings, policy } });
    return {};
  },
});
