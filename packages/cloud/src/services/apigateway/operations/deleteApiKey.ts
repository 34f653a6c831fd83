import type { DeleteApiKeyCommandInput, DeleteApiKeyCommandOutput } from '@aws-sdk/client-api-gateway';
import { keyParts, prefix } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { arnOf } from '../domain/arns.js';
import { requireApiKey } from '../domain/lookup.js';
import { removeKeyFromPlan } from '../domain/planKeys.js';
import { apiKeys, apiKeyValues, plansOfKeys } from '../domain/state.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteApiKey.html */
export const deleteApiKey = operation<Checked<DeleteApiKeyCommandInput, 'apiKey'>, DeleteApiKeyCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/apikeys/${input.apiKey}`),
  run(input, ctx) {
    const apiKey = requireApiKey(ctx, input.apiKey);
    for (const [name] of ctx.table(plansOfKeys).range({ prefix: prefix(apiKey.id) })) removeKeyFromPlan(ctx, keyParts(name)[1]!, apiKey.id);
    ctx.table(apiKeys).delete(apiKey.id);
    ctx.table(apiKeyValues).delete(apiKey.value);
    return {};
  },
});
