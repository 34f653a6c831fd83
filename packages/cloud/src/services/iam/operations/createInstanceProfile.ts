import type { CreateInstanceProfileCommandInput, CreateInstanceProfileCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { uniqueId } from '../domain/identifiers.js';
import { allProfiles, profileArn, putProfile } from '../domain/instanceProfiles.js';
import { instanceProfiles } from '../domain/records.js';
import type { InstanceProfileRecord } from '../domain/records.js';
import { showInstanceProfile } from '../domain/show.js';
import { mergeTags } from '../domain/tags.js';
import { entityAlreadyExists, quotaExceeded } from '../errors.js';
import { limits } from '../limits.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateInstanceProfile.html */
export const createInstanceProfile = operation<CreateInstanceProfileCommandInput, CreateInstanceProfileCommandOutput>({
  resource: (input, scope) => profileArn(scope, input.Path ?? '/', input.InstanceProfileName),
  run(input, ctx) {
    const name = input.InstanceProfileName!;
    const path = input.Path ?? '/';
    if (ctx.table(instanceProfiles).has(name.toLowerCase())) throw entityAlreadyExists(`Instance Profile ${name} already exists.`);
    if (allProfiles(ctx).length >= limits.instanceProfiles) throw quotaExceeded('InstanceProfilesPerAccount', limits.instanceProfiles);
    const profile: InstanceProfileRecord = {
      name,
      path,
      id: uniqueId(ctx.ids, 'AIPA'),
      arn: profileArn(ctx.scope, path, name),
      createdAtMs: ctx.now,
      role: undefined,
      tags: mergeTags([], input.Tags),
    };
    putProfile(ctx, profile);
    return { InstanceProfile: showInstanceProfile(ctx, profile) };
  },
});
