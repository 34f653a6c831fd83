import { badRequest } from '../errors.js';
import { limits } from '../limits.js';
import { listingWording, patchBoolean } from './patch.js';
import type { PatchRule } from './patch.js';
import type { ApiKeyRecord } from './state.js';
import { dateOf } from './time.js';

export function checkApiKeyValue(value: string): void {
  if (value.length < limits.apiKeyValueMinimum.value) throw badRequest(`API Key value should be at least ${limits.apiKeyValueMinimum.value} characters`);
  if (value.length > limits.apiKeyValue.value) throw badRequest(`API Key value should be at most ${limits.apiKeyValue.value} characters`);
}

/** https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateApiKey-Patch */
export const apiKeyRules: readonly PatchRule<ApiKeyRecord>[] = [
  { path: '/name', replace: (apiKey, name) => ({ ...apiKey, name }) as ApiKeyRecord },
  { path: '/description', replace: (apiKey, description) => ({ ...apiKey, description }) as ApiKeyRecord },
  { path: '/customerId', replace: (apiKey, customerId) => ({ ...apiKey, customerId }) as ApiKeyRecord },
  { path: '/enabled', replace: (apiKey, value) => ({ ...apiKey, enabled: patchBoolean(value) }) },
  {
    path: '/stages',
    add: (apiKey, value) => ({ ...apiKey, stageKeys: [...apiKey.stageKeys.filter((stage) => stage !== value), value ?? ''] }),
    remove: (apiKey, value) => ({ ...apiKey, stageKeys: apiKey.stageKeys.filter((stage) => stage !== value) }),
  },
];

export const apiKeyWording = listingWording<ApiKeyRecord>();

export interface ApiKeyView {
  readonly withValue: boolean;
  /** Tags even where there are none. */
  readonly alone: boolean;
}

export const showApiKey = (apiKey: ApiKeyRecord, { withValue, alone }: ApiKeyView) => ({
  id: apiKey.id,
  value: withValue ? apiKey.value : undefined,
  name: apiKey.name,
  customerId: apiKey.customerId,
  description: apiKey.description,
  enabled: apiKey.enabled,
  createdDate: dateOf(apiKey.createdAtMs),
  lastUpdatedDate: dateOf(apiKey.lastUpdatedAtMs),
  stageKeys: [...apiKey.stageKeys],
  tags: alone || Object.keys(apiKey.tags).length > 0 ? { ...apiKey.tags } : undefined,
});
