import type { TagResourceCommandInput, TagResourceCommandOutput } from '@aws-sdk/client-eventbridge';
import { operation } from '../../../kernel/service.js';
import { taggedAt, withTags } from '../domain/tags.js';

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TagResource.html */
export const tagResource = operation<TagResourceCommandInput, TagResourceCommandOutput>({
  resource: ({ ResourceARN }) => ResourceARN,
  run({ ResourceARN, Tags }, ctx) {
    const tagged = taggedAt(ctx, ResourceARN!);
    tagged.save(withTags(tagged.tags, Tags));
    return {};
  },
});
