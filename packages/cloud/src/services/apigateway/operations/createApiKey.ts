import type { CreateApiKeyCommandInput, CreateApiKeyCommandOutput } from '@aws-sdk/client-api-gateway';
import { key } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import { checkApiKeyValue, showApiKey } from '../domain/apiKey.js';
import { arnOf } from '../domain/arns.js';
import { apiKeys, apiKeyValues, stages } from '../domain/state.js';
import type { ApiKeyRecord } from '../domain/state.js';
import { badRequest, conflict, limitExceeded } from '../errors.js';
import { limits } from '../limits.js';

/** 40 letters and digits, as AWS makes them. */
const newApiKeyValue = (random: string): string => random.replaceAll('-', '').slice(0, 40);

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CreateApiKey.html */
export const createApiKey = operation<CreateApiKeyCommandInput, CreateApiKeyCommandOutput>({
  resource: (_input, scope) => arnOf(scope, '/apikeys'),
  run(input, ctx) {
    if (input.value !== undefined && input.value !== '') checkApiKeyValue(input.value);
    const value = input.value || newApiKeyValue(ctx.ids.uuid() + ctx.ids.uuid());
    if (ctx.table(apiKeyValues).has(value)) throw conflict('API Key already exists');
    let count = 0;
    for (const _entry of ctx.table(apiKeys).range()) count++;
    if (count >= limits.apiKeys.value) throw limitExceeded('Maximum number of API Keys for this account has been reached');
    const stageKeys = (input.stageKeys ?? []).map(({ restApiId = '', stageName = '' }) => {
      if (!ctx.table(stages).has(key(restApiId, stageName))) throw badRequest('Invalid stage identifier specified');
      return `${restApiId}/${stageName}`;
    });
    const apiKey: ApiKeyRecord = {
      id: ctx.ids.lower(10),
      value,
      enabled: input.enabled ?? false,
      createdAtMs: ctx.now,
      lastUpdatedAtMs: ctx.now,
      stageKeys,
      tags: { ...input.tags },
      ...(input.name === undefined ? {} : { name: input.name }),
      ...(input.customerId === undefined ? {} : { customerId: input.customerId }),
      ...(input.description === undefined ? {} : { description: input.description }),
    };
    ctx.table(apiKeys).put(apiKey.id, apiKey);
    ctx.table(apiKeyValues).put(value, apiKey.id);
    return showApiKey(apiKey, { withValue: true, alone: false });
  },
});
