import type { GetInstanceProfileCommandInput, GetInstanceProfileCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { profileArn, profileOf } from '../domain/instanceProfiles.js';
import { showInstanceProfile } from '../domain/show.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetInstanceProfile.html */
export const getInstanceProfile = operation<GetInstanceProfileCommandInput, GetInstanceProfileCommandOutput>({
  resource: (input, scope) => profileArn(scope, '/', input.InstanceProfileName),
  run: (input, ctx) => ({ InstanceProfile: showInstanceProfile(ctx, profileOf(ctx, input.InstanceProfileName!)) }),
});
