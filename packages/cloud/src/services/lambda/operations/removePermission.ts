import type { RemovePermissionCommandInput, RemovePermissionCommandOutput } from '@aws-sdk/client-lambda';
import { key } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import { arnOfInput } from '../domain/functionName.js';
import { findVersion } from '../domain/lookup.js';
import { notFound, revisionMismatch } from '../errors.js';
import { policies } from '../domain/records.js';

/** https://docs.aws.amazon.com/lambda/latest/api/API_RemovePermission.html */
export const removePermission = operation<RemovePermissionCommandInput, RemovePermissionCommandOutput>({
  resource: arnOfInput,
  run(input, ctx) {
    const found = findVersion(ctx, input);
    const policyKey = key(found.name, found.qualifier ?? '');
    const before = ctx.table(policies, found.scope).get(policyKey);
    if (!before) throw notFound('No policy is associated with the given resource.');
    if (input.RevisionId !== undefined && input.RevisionId !== before.revisionId) throw revisionMismatch('GetPolicy');
    const statements = before.statements.filter(({ Sid }) => Sid !== input.StatementId);
    if (statements.length === before.statements.length) throw notFound(`Statement ${input.StatementId} is not found in resource policy.`);
    if (statements.length === 0) ctx.table(policies, found.scope).delete(policyKey);
    else ctx.table(policies, found.scope).put(policyKey, { statements, revisionId: ctx.ids.uuid() });
    return {};
  },
});
