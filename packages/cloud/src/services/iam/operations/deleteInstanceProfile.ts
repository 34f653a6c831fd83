import type { DeleteInstanceProfileCommandInput, DeleteInstanceProfileCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { profileArn, profileOf } from '../domain/instanceProfiles.js';
import { instanceProfiles } from '../domain/records.js';
import { deleteConflict } from '../errors.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteInstanceProfile.html */
export const deleteInstanceProfile = operation<DeleteInstanceProfileCommandInput, DeleteInstanceProfileCommandOutput>({
  resource: (input, scope) => profileArn(scope, '/', input.InstanceProfileName),
  run(input, ctx) {
    const profile = profileOf(ctx, input.InstanceProfileName!);
    if (profile.role !== undefined) throw deleteConflict('Cannot delete entity, must remove roles from instance profile first.');
    ctx.table(instanceProfiles).delete(profile.name.toLowerCase());
    return {};
  },
});
