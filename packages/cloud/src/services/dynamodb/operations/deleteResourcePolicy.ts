import type { DeleteResourcePolicyCommandInput, DeleteResourcePolicyCommandOutput } from '@aws-sdk/client-dynamodb';
import { operation } from '../../../kernel/service.js';
import { policyNotFound } from '../errors.js';
import { tableOfArn } from '../domain/resourcePolicy.js';
import { tables } from '../domain/table.js';

/** Deleting what is not there succeeds. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteResourcePolicy.html */
export const deleteResourcePolicy = operation<DeleteResourcePolicyCommandInput, DeleteResourcePolicyCommandOutput>({
  resource: ({ ResourceArn }) => ResourceArn,
  run({ ResourceArn, ExpectedRevisionId }, ctx) {
    const { policy, ...table } = tableOfArn(ctx, ResourceArn!);
    if (ExpectedRevisionId !== undefined && ExpectedRevisionId !== policy?.revision) throw policyNotFound(ResourceArn!);
    if (!policy) return {};
    ctx.table(tables).put(table.name, table);
    return { RevisionId: policy.revision };
  },
});
