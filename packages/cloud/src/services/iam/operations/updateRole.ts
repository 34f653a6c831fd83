import type { UpdateRoleCommandInput, UpdateRoleCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { holderOf, holderResource, putHolder } from '../domain/holders.js';
import { limits } from '../limits.js';

/** What is left out falls back: no description, an hour. https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRole.html */
export const updateRole = operation<UpdateRoleCommandInput, UpdateRoleCommandOutput>({
  resource: (input, scope) => holderResource('role', input.RoleName, scope),
  run(input, ctx) {
    const role = holderOf(ctx, 'role', input.RoleName!);
    putHolder(ctx, 'role', {
      ...role,
      description: input.Description,
      maxSessionSeconds: input.MaxSessionDuration ?? limits.defaultSessionSeconds,
    });
    return {};
  },
});
