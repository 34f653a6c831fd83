import type { GetApiKeysCommandInput, GetApiKeysCommandOutput } from '@aws-sdk/client-api-gateway';
import { operation } from '../../../kernel/service.js';
import { showApiKey } from '../domain/apiKey.js';
import { arnOf } from '../domain/arns.js';
import { pageOfTable } from '../domain/page.js';
import { apiKeys } from '../domain/state.js';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetApiKeys.html */
export const getApiKeys = operation<GetApiKeysCommandInput, GetApiKeysCommandOutput>({
  resource: (_input, scope) => arnOf(scope, '/apikeys'),
  run(input, ctx) {
    const { items, position } = pageOfTable(ctx.table(apiKeys), input, {}, ({ name, customerId }) =>
      (!input.nameQuery || (name ?? '').startsWith(input.nameQuery)) && (!input.customerId || customerId === input.customerId),
    );
    return { items: items.map((apiKey) => showApiKey(apiKey, { withValue: input.includeValues ?? false, alone: false })), position };
  },
});
