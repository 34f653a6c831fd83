import type { UntagResourceCommandInput, UntagResourceCommandOutput } from '@aws-sdk/client-sns';
import { operation } from '../../../kernel/service.js';
import { putTopic, taggedTopicAt } from '../domain/topic.js';

/** https://docs.aws.amazon.com/sns/latest/api/API_UntagResource.html */
export const untagResource = operation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  resource: (input) => input.ResourceArn,
  run(input, ctx) {
    const topic = taggedTopicAt(ctx, input.ResourceArn);
    const gone = new Set(input.TagKeys ?? []);
    putTopic(ctx, { ...topic, tags: topic.tags.filter(({ Key }) => !gone.has(Key)) });
    return {};
  },
});
