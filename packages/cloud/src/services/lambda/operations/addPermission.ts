import type { AddPermissionCommandInput, AddPermissionCommandOutput } from '@aws-sdk/client-lambda';
import { key } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import { arnOfInput, functionArn } from '../domain/functionName.js';
import { findVersion } from '../domain/lookup.js';
import { checkPolicyLength, permissionStatement } from '../domain/policy.js';
import { conflict, invalidParameter, revisionMismatch } from '../errors.js';
import { policies } from '../domain/records.js';

/** https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html */
export const addPermission = operation<AddPermissionCommandInput, AddPermissionCommandOutput>({
  resource: arnOfInput,
  unsupported: ['FunctionUrlAuthType', 'InvokedViaFunctionUrl'],
  run(input, ctx) {
    const found = findVersion(ctx, input);
    if (found.qualifier === '$LATEST') throw invalidParameter('We currently do not support adding policies for $LATEST.');
    const policyKey = key(found.name, found.qualifier ?? '');
    const before = ctx.table(policies, found.scope).get(policyKey);
    if (input.RevisionId !== undefined && input.RevisionId !== before?.revisionId) throw revisionMismatch('GetPolicy');
    if (before?.statements.some(({ Sid }) => Sid === input.StatementId)) {
      throw conflict(`The statement id (${input.StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`);
    }
    const statement = permissionStatement(input, functionArn(found.scope, found.name, found.qualifier));
    const policy = { statements: [...(before?.statements ?? []), statement], revisionId: ctx.ids.uuid() };
    checkPolicyLength(policy);
    ctx.table(policies, found.scope).put(policyKey, policy);
    return { Statement: JSON.stringify(statement) };
  },
});
