import type { TagInstanceProfileCommandInput, TagInstanceProfileCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { profileArn, profileOf, putProfile } from '../domain/instanceProfiles.js';
import { mergeTags } from '../domain/tags.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagInstanceProfile.html */
export const tagInstanceProfile = operation<TagInstanceProfileCommandInput, TagInstanceProfileCommandOutput>({
  resource: (input, scope) => profileArn(scope, '/', input.InstanceProfileName),
  run(input, ctx) {
    const profile = profileOf(ctx, input.InstanceProfileName!);
    putProfile(ctx, { ...profile, tags: mergeTags(profile.tags, input.Tags) });
    return {};
  },
});
