import type { GetPolicyCommandInput, GetPolicyCommandOutput } from '@aws-sdk/client-lambda';
import { key } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import { arnOfInput } from '../domain/functionName.js';
import { findVersion } from '../domain/lookup.js';
import { policyDocument } from '../domain/policy.js';
import { noSuchResource } from '../errors.js';
import { policies } from '../domain/records.js';

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html */
export const getPolicy = operation<GetPolicyCommandInput, GetPolicyCommandOutput>({
  resource: arnOfInput,
  run(input, ctx) {
    const found = findVersion(ctx, input);
    const policy = ctx.table(policies, found.scope).get(key(found.name, found.qualifier ?? ''));
    if (!policy) throw noSuchResource();
    return { Policy: policyDocument(policy), RevisionId: policy.revisionId };
  },
});
