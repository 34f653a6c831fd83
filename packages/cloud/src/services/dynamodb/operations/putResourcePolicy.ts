import type { PutResourcePolicyCommandInput, PutResourcePolicyCommandOutput } from '@aws-sdk/client-dynamodb';
import { operation } from '../../../kernel/service.js';
import { policyNotFound } from '../errors.js';
import { readPolicy, tableOfArn } from '../domain/resourcePolicy.js';
import { tables } from '../domain/table.js';

const noPolicy = 'NO_POLICY';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutResourcePolicy.html */
export const putResourcePolicy = operation<PutResourcePolicyCommandInput, PutResourcePolicyCommandOutput>({
  resource: ({ ResourceArn }) => ResourceArn,
  run({ ResourceArn, Policy, ExpectedRevisionId }, ctx) {
    const table = tableOfArn(ctx, ResourceArn!);
    if (ExpectedRevisionId !== undefined && ExpectedRevisionId !== (table.policy?.revision ?? noPolicy)) throw policyNotFound(ResourceArn!);
    const policy = table.policy?.document === Policy ? table.policy! : readPolicy(ctx, Policy!);
    ctx.table(tables).put(table.name, { ...table, policy });
    return { RevisionId: policy.revision };
  },
});
