import type { CreatePolicyCommandInput, CreatePolicyCommandOutput } from '@aws-sdk/client-iam';
import { arn } from '../../../kernel/identity.js';
import type { Scope } from '../../../kernel/identity.js';
import { operation } from '../../../kernel/service.js';
import { checkManagedDocument } from '../domain/documents.js';
import { uniqueId } from '../domain/identifiers.js';
import { putPolicy, showPolicy } from '../domain/policies.js';
import { policies } from '../domain/records.js';
import type { PolicyRecord } from '../domain/records.js';
import { mergeTags } from '../domain/tags.js';
import { entityAlreadyExists, quotaExceeded } from '../errors.js';
import { limits } from '../limits.js';

const arnOf = (input: CreatePolicyCommandInput, scope: Scope): string =>
  arn('iam', { account: scope.account }, `policy${input.Path ?? '/'}${input.PolicyName}`);

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html */
export const createPolicy = operation<CreatePolicyCommandInput, CreatePolicyCommandOutput>({
  resource: arnOf,
  run(input, ctx) {
    const name = input.PolicyName!;
    const table = ctx.table(policies);
    if (table.has(name.toLowerCase())) throw entityAlreadyExists(`A policy called ${name} already exists. Duplicate names are not allowed.`);
    checkManagedDocument(input.PolicyDocument!);
    let count = 0;
    for (const _ of table.range()) count++;
    if (count >= limits.policies) throw quotaExceeded('PoliciesPerAccount', limits.policies);
    const policy: PolicyRecord = {
      name,
      path: input.Path ?? '/',
      id: uniqueId(ctx.ids, 'ANPA'),
      arn: arnOf(input, ctx.scope),
      description: input.Description,
      createdAtMs: ctx.now,
      updatedAtMs: ctx.now,
      tags: mergeTags([], input.Tags),
      versions: [{ versionId: 'v1', document: input.PolicyDocument!, createdAtMs: ctx.now }],
      defaultVersion: 'v1',
      nextVersion: 2,
    };
    putPolicy(ctx, policy);
    return { Policy: { ...showPolicy(ctx, policy), Tags: policy.tags.length === 0 ? undefined : [...policy.tags] } };
  },
});
