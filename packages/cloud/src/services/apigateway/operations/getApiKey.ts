import type { GetApiKeyCommandInput, GetApiKeyCommandOutput } from '@aws-sdk/client-api-gateway';
import { operation } from '../../../kernel/service.js';
import type { Checked } from '../../../kernel/service.js';
import { showApiKey } from '../domain/apiKey.js';
import { arnOf } from '../domain/arns.js';
import { requireApiKey } from '../domain/lookup.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetApiKey.html */
export const getApiKey = operation<Checked<GetApiKeyCommandInput, 'apiKey'>, GetApiKeyCommandOutput>({
  resource: (input, scope) => arnOf(scope, `/apikeys/${input.apiKey}`),
  run: (input, ctx) => showApiKey(requireApiKey(ctx, input.apiKey), { withValue: input.includeValue ?? false, alone: true }),
});
