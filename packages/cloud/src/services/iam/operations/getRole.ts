import type { GetRoleCommandInput, GetRoleCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { holderOf, holderResource } from '../domain/holders.js';
import { showRole } from '../domain/show.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html */
export const getRole = operation<GetRoleCommandInput, GetRoleCommandOutput>({
  resource: (input, scope) => holderResource('role', input.RoleName, scope),
  run: (input, ctx) => ({ Role: showRole(holderOf(ctx, 'role', input.RoleName!)) }),
});
