import type { UntagInstanceProfileCommandInput, UntagInstanceProfileCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { profileArn, profileOf, putProfile } from '../domain/instanceProfiles.js';
import { removeTags } from '../domain/tags.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagInstanceProfile.html */
export const untagInstanceProfile = operation<UntagInstanceProfileCommandInput, UntagInstanceProfileCommandOutput>({
  resource: (input, scope) => profileArn(scope, '/', input.InstanceProfileName),
  run(input, ctx) {
    const profile = profileOf(ctx, input.InstanceProfileName!);
    putProfile(ctx, { ...profile, tags: removeTags(profile.tags, input.TagKeys!) });
    return {};
  },
});
