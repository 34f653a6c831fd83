import type { AddPermissionCommandInput, AddPermissionCommandOutput } from '@aws-sdk/client-sns';
import { operation } from '../../../kernel/service.js';
import { withPermission } from '../domain/permissions.js';
import { putTopic, topicAt } from '../domain/topic.js';

/** https://docs.aws.amazon.com/sns/latest/api/API_AddPermission.html */
export const addPermission = operation<AddPermissionCommandInput, AddPermissionCommandOutput>({
  resource: (input) => input.TopicArn,
  run(input, ctx) {
    const topic = topicAt(ctx, input.TopicArn);
    const policy = withPermission(topic, input.Label!, input.AWSAccountId!, input.ActionName!);
    putTopic(ctx, { ...topic, settings: { ...topic.settings, policy } });
    return {};
  },
});
