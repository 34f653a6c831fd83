import type { UpdateApiKeyCommandInput, UpdateApiKeyCommandOutput } from '@aws-sdk/client-api-gateway';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { apiKeyRules, apiKeyWording, showApiKey } from '../domain/apiKey.js';
import { arnOf } from '../domain/arns.js';
import { requireApiKey } from '../domain/lookup.js';
import { applyPatches } from '../domain/patch.js';
import { apiKeys } from '../domain/state.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateApiKey.html */
export const updateApiKey = operation<Checked<UpdateApiKeyCommandInput, 'apiKey'>, UpdateApiKeyCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/apikeys/${input.apiKey}`),
  run(input, ctx) {
    const patched = applyPatches(requireApiKey(ctx, input.apiKey), input.patchOperations, apiKeyRules, apiKeyWording);
    const apiKey = { ...patched, lastUpdatedAtMs: ctx.now };
    ctx.table(apiKeys).put(apiKey.id, apiKey);
    return showApiKey(apiKey, { withValue: false, alone: true });
  },
});
