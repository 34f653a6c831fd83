import type { UpdateRoleDescriptionCommandInput, UpdateRoleDescriptionCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { holderOf, holderResource, putHolder } from '../domain/holders.js';
import { showRole } from '../domain/show.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRoleDescription.html */
export const updateRoleDescription = operation<UpdateRoleDescriptionCommandInput, UpdateRoleDescriptionCommandOutput>({
  resource: (input, scope) => holderResource('role', input.RoleName, scope),
  run(input, ctx) {
    const role = { ...holderOf(ctx, 'role', input.RoleName!), description: input.Description };
    putHolder(ctx, 'role', role);
    return { Role: showRole(role) };
  },
});
