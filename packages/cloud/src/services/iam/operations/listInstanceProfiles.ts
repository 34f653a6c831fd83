import type { ListInstanceProfilesCommandInput, ListInstanceProfilesCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { allProfiles, profileArn } from '../domain/instanceProfiles.js';
import { pageOf } from '../domain/paging.js';
import { showInstanceProfile } from '../domain/show.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfiles.html */
export const listInstanceProfiles = operation<ListInstanceProfilesCommandInput, ListInstanceProfilesCommandOutput>({
  resource: (_input, scope) => profileArn(scope, '/', ''),
  run(input, ctx) {
    const found = allProfiles(ctx).filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'));
    const page = pageOf(found, (profile) => profile.name.toLowerCase(), input);
    return { InstanceProfiles: page.items.map((profile) => showInstanceProfile(ctx, profile)), ...page.more };
  },
});
