import type { CreateRoleCommandInput, CreateRoleCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { checkTrustPolicy } from '../domain/documents.js';
import { checkNewHolder, findHolder, holderArn, putHolder, setBoundary } from '../domain/holders.js';
import { uniqueId } from '../domain/identifiers.js';
import type { RoleRecord } from '../domain/records.js';
import { showRole } from '../domain/show.js';
import { mergeTags } from '../domain/tags.js';
import { limits } from '../limits.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export const createRole = operation<CreateRoleCommandInput, CreateRoleCommandOutput>({
  resource: (input, scope) => holderArn('role', scope, input.Path ?? '/', input.RoleName!),
  run(input, ctx) {
    const name = input.RoleName!;
    const path = input.Path ?? '/';
    checkNewHolder(ctx, 'role', name);
    checkTrustPolicy(ctx, input.AssumeRolePolicyDocument!);
    const role: RoleRecord = {
      name,
      path,
      id: uniqueId(ctx.ids, 'AROA'),
      arn: holderArn('role', ctx.scope, path, name),
      createdAtMs: ctx.now,
      inline: {},
      attached: [],
      trustPolicy: input.AssumeRolePolicyDocument!,
      description: input.Description,
      maxSessionSeconds: input.MaxSessionDuration ?? limits.defaultSessionSeconds,
      boundary: undefined,
      tags: mergeTags([], input.Tags),
    };
    putHolder(ctx, 'role', role);
    if (input.PermissionsBoundary !== undefined) setBoundary(ctx, 'role', name, input.PermissionsBoundary);
    const { RoleLastUsed: _neverUsed, ...shown } = showRole(findHolder(ctx, 'role', name)!);
    return { Role: shown };
  },
});
