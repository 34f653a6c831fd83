import type { TagResourceCommandInput, TagResourceCommandOutput } from '@aws-sdk/client-sns';
import { operation } from '../../../kernel/service.js';
import { withTags } from '../domain/tags.js';
import { putTopic, taggedTopicAt } from '../domain/topic.js';

/** https://docs.aws.amazon.com/sns/latest/api/API_TagResource.html */
export const tagResource = operation<TagResourceCommandInput, TagResourceCommandOutput>({
  resource: (input) => input.ResourceArn,
  run(input, ctx) {
    const topic = taggedTopicAt(ctx, input.ResourceArn);
    putTopic(ctx, { ...topic, tags: withTags(topic.tags, input.Tags ?? []) });
    return {};
  },
});
