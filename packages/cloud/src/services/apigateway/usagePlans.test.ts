import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  DeleteApiKeyCommand,
  DeleteUsagePlanCommand,
  DeleteUsagePlanKeyCommand,
  GetApiKeyCommand,
  GetApiKeysCommand,
  GetUsageCommand,
  GetUsagePlanCommand,
  GetUsagePlanKeysCommand,
  GetUsagePlansCommand,
  UpdateApiKeyCommand,
  UpdateStageCommand,
  UpdateUsageCommand,
  UpdateUsagePlanCommand,
} from '@aws-sdk/client-api-gateway';
import type { CreateUsagePlanCommandInput } from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cloud } from '../../index.js';
import { buildApi } from './testing/buildApi.js';

let cloud: Cloud;
let client: APIGatewayClient;

beforeAll(async () => {
  cloud = await Cloud.start({ clock: 'virtual' });
  client = cloud.client(APIGatewayClient);
});

afterAll(() => cloud.close());

const refusal = (attempt: Promise<unknown>) =>
  attempt.then(
    () => undefined,
    (error: Error & { $metadata?: { httpStatusCode?: number } }) => [error.$metadata?.httpStatusCode, error.name, error.message],
  );

/** An API whose one method wants a key, with a plan and a key for it. */
async function keyed(plan: Partial<CreateUsagePlanCommandInput> = {}) {
  const api = await buildApi(cloud, { 'GET /orders': { method: { apiKeyRequired: true } }, 'GET /open': {} });
  const apiStages = [{ apiId: api.restApiId, stage: 'dev', ...plan.apiStages?.[0] }];
  const { id: usagePlanId } = await client.send(new CreateUsagePlanCommand({ name: 'Standard', ...plan, apiStages }));
  const { id: keyId, value } = await client.send(new CreateApiKeyCommand({ name: 'key', enabled: true }));
  await client.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: 'API_KEY' }));
  const call = async (key = value, path = '/orders') => {
    const response = await api.fetch(path, { headers: key ? { 'x-api-key': key } : {} });
    return response.status === 200 ? 200 : [response.status, response.headers.get('x-amzn-errortype'), ((await response.json()) as { message: string }).message];
  };
  return { api, usagePlanId: usagePlanId!, keyId: keyId!, value: value!, call };
}

const throttled = [429, 'TooManyRequestsException', 'Too Many Requests'];
const exceeded = [429, 'LimitExceededException', 'Limit Exceeded'];
const forbidden = [403, 'ForbiddenException', 'Forbidden'];

describe('API keys', () => {
  it('generates values and shows them only when asked', async () => {
    const created = await client.send(new CreateApiKeyCommand({ name: 'gen', enabled: true, tags: { a: 'b' } }));
    expect(created.value).toMatch(/^[0-9a-zA-Z]{40}$/);
    expect(await client.send(new GetApiKeyCommand({ apiKey: created.id }))).not.toHaveProperty('value');
    expect(await client.send(new GetApiKeyCommand({ apiKey: created.id, includeValue: true }))).toMatchObject({ value: created.value, enabled: true, tags: { a: 'b' }, stageKeys: [] });
    const { items } = await client.send(new GetApiKeysCommand({ nameQuery: 'ge', includeValues: true }));
    expect(items?.map(({ value }) => value)).toEqual([created.value]);
  });

  it('refuses values that are short or taken', async () => {
    const value = 'a-value-of-more-than-twenty';
    await client.send(new CreateApiKeyCommand({ value }));
    expect(await refusal(client.send(new CreateApiKeyCommand({ value })))).toEqual([409, 'ConflictException', 'API Key already exists']);
    expect(await refusal(client.send(new CreateApiKeyCommand({ value: 'short' })))).toEqual([400, 'BadRequestException', 'API Key value should be at least 20 characters']);
    expect(await refusal(client.send(new GetApiKeyCommand({ apiKey: 'none' })))).toEqual([404, 'NotFoundException', 'Invalid API Key identifier specified']);
  });
});

describe('a method that wants a key', () => {
  it('lets in a key that is enabled and in a plan for the stage', async () => {
    const { call, keyId, usagePlanId } = await keyed();
    expect(await call()).toBe(200);
    expect(await call('')).toEqual(forbidden);
    expect(await call('some-other-value-here')).toEqual(forbidden);
    expect(await call('', '/open')).toBe(200);
    await client.send(new UpdateApiKeyCommand({ apiKey: keyId, patchOperations: [{ op: 'replace', path: '/enabled', value: 'false' }] }));
    expect(await call()).toEqual(forbidden);
    await client.send(new UpdateApiKeyCommand({ apiKey: keyId, patchOperations: [{ op: 'replace', path: '/enabled', value: 'true' }] }));
    await client.send(new DeleteUsagePlanKeyCommand({ usagePlanId, keyId }));
    expect(await call()).toEqual(forbidden);
  });

  it('refuses a key once it is deleted', async () => {
    const { call, keyId } = await keyed();
    await client.send(new DeleteApiKeyCommand({ apiKey: keyId }));
    expect(await call()).toEqual(forbidden);
  });

  it('throttles by a bucket that fills as time goes by', async () => {
    const { call } = await keyed({ throttle: { rateLimit: 2, burstLimit: 3 } });
    const several = async (count: number) => Promise.all(Array.from({ length: count }, () => call()));
    expect(await several(4)).toEqual([200, 200, 200, throttled]);
    await cloud.clock.advance(500);
    expect(await several(2)).toEqual([200, throttled]);
    await cloud.clock.advance(60_000);
    expect(await several(4)).toEqual([200, 200, 200, throttled]);
  });

  it('lets a limit for the method stand instead of the plan', async () => {
    const { call } = await keyed({ throttle: { rateLimit: 100, burstLimit: 100 }, apiStages: [{ throttle: { '/orders/GET': { rateLimit: 1, burstLimit: 1 } } }] });
    expect([await call(), await call()]).toEqual([200, throttled]);
  });

  it('counts against a daily quota, and shows it', async () => {
    const { call, usagePlanId, keyId } = await keyed({ quota: { limit: 2, period: 'DAY' } });
    expect([await call(), await call(), await call()]).toEqual([200, 200, exceeded]);
    const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
    const today = day(cloud.clock.nowMs());
    await cloud.clock.advance(86_400_000);
    expect(await call()).toBe(200);
    const tomorrow = day(cloud.clock.nowMs());
    const usage = await client.send(new GetUsageCommand({ usagePlanId, keyId, startDate: today, endDate: tomorrow }));
    expect(usage).toMatchObject({ usagePlanId, startDate: today, endDate: tomorrow, items: { [keyId]: [[2, 0], [1, 1]] } });
    await client.send(new UpdateUsageCommand({ usagePlanId, keyId, patchOperations: [{ op: 'replace', path: '/remaining', value: '3' }] }));
    expect([await call(), await call(), await call(), await call()]).toEqual([200, 200, 200, exceeded]);
  });

  it('starts a month anew', async () => {
    const { call } = await keyed({ quota: { limit: 1, period: 'MONTH' } });
    expect([await call(), await call()]).toEqual([200, exceeded]);
    await cloud.clock.advance(31 * 86_400_000);
    expect(await call()).toBe(200);
  });

  it('does not count what was refused or throttled', async () => {
    const { call, api, usagePlanId, keyId } = await keyed({ quota: { limit: 10, period: 'MONTH' }, throttle: { rateLimit: 1, burstLimit: 1 } });
    await call('');
    await call();
    await call();
    await api.fetch('/none');
    const today = new Date(cloud.clock.nowMs()).toISOString().slice(0, 10);
    expect((await client.send(new GetUsageCommand({ usagePlanId, startDate: today, endDate: today }))).items).toEqual({ [keyId]: [[1, 9]] });
  });
});

describe('stage limits', () => {
  it('throttle a method for everybody', async () => {
    const { api } = await keyed();
    const patchOperations = [
      { op: 'replace' as const, path: '/*/*/throttling/burstLimit', value: '5' },
      { op: 'replace' as const, path: '/~1open/GET/throttling/burstLimit', value: '1' },
      { op: 'replace' as const, path: '/~1open/GET/throttling/rateLimit', value: '1' },
    ];
    await client.send(new UpdateStageCommand({ restApiId: api.restApiId, stageName: 'dev', patchOperations }));
    const statuses = [(await api.fetch('/open')).status, (await api.fetch('/open')).status];
    await cloud.clock.advance(1000);
    expect([...statuses, (await api.fetch('/open')).status]).toEqual([200, 429, 200]);
  });
});

describe('usage plans', () => {
  it('reads back, patches and refuses as AWS does', async () => {
    const { usagePlanId, api, keyId, value } = await keyed({ description: 'd', throttle: { rateLimit: 100, burstLimit: 200 }, quota: { limit: 10_000, period: 'MONTH' } });
    expect(await client.send(new GetUsagePlanCommand({ usagePlanId }))).toMatchObject({
      name: 'Standard',
      description: 'd',
      apiStages: [{ apiId: api.restApiId, stage: 'dev' }],
      throttle: { rateLimit: 100, burstLimit: 200 },
      quota: { limit: 10_000, offset: 0, period: 'MONTH' },
      tags: {},
    });
    expect((await client.send(new GetUsagePlanKeysCommand({ usagePlanId }))).items).toEqual([{ id: keyId, type: 'API_KEY', value, name: 'key' }]);
    expect((await client.send(new GetUsagePlansCommand({ keyId }))).items?.map(({ id }) => id)).toEqual([usagePlanId]);
    const update = (op: 'add' | 'remove' | 'replace', path: string, patchValue?: string) => client.send(new UpdateUsagePlanCommand({ usagePlanId, patchOperations: [{ op, path, value: patchValue }] }));
    expect((await update('replace', '/throttle/rateLimit', '50')).throttle).toEqual({ rateLimit: 50, burstLimit: 200 });
    expect((await update('remove', '/quota')).quota).toBeUndefined();
    expect(await refusal(update('remove', `/apiStages/${api.restApiId}:dev`))).toEqual([400, 'BadRequestException', expect.stringContaining("specified for op 'remove'. Must be one of: [")]);
    expect(await refusal(update('remove', '/apiStages', 'x:y'))).toEqual([400, 'BadRequestException', 'Invalid API Stage specified']);
    expect(await refusal(client.send(new DeleteUsagePlanCommand({ usagePlanId })))).toEqual([
      400,
      'BadRequestException',
      `Cannot delete Usage Plan ${usagePlanId} because there are API Stages associated with it, including ${api.restApiId}:dev`,
    ]);
    await update('remove', '/apiStages', `${api.restApiId}:dev`);
    await client.send(new DeleteUsagePlanCommand({ usagePlanId }));
    expect(await refusal(client.send(new GetUsagePlanCommand({ usagePlanId })))).toEqual([404, 'NotFoundException', 'Invalid Usage Plan ID specified']);
  });

  it.each<[Partial<CreateUsagePlanCommandInput>, string]>([
    [{ quota: { limit: 1, offset: 1, period: 'DAY' } }, 'Usage Plan quota offset must be zero in the DAY period'],
    [{ quota: { limit: 1, offset: 7, period: 'WEEK' } }, 'Usage Plan quota offset must be between zero and six inclusive in the WEEK period'],
    [{ quota: { limit: 1, offset: 28, period: 'MONTH' } }, 'Usage Plan quota offset must be between zero and 27 inclusive in the MONTH period'],
  ])('refuses %j', async (input, message) => {
    expect(await refusal(client.send(new CreateUsagePlanCommand({ name: 'x', ...input })))).toEqual([400, 'BadRequestException', message]);
  });

  it('gives a key one plan a stage', async () => {
    const { api, keyId, usagePlanId } = await keyed();
    const { id: other } = await client.send(new CreateUsagePlanCommand({ name: 'other', apiStages: [{ apiId: api.restApiId, stage: 'dev' }] }));
    expect(await refusal(client.send(new CreateUsagePlanKeyCommand({ usagePlanId: other, keyId, keyType: 'API_KEY' })))).toEqual([
      409,
      'ConflictException',
      `Usage Plan ${other} cannot be added because API Key ${keyId} is already associated with Usage Plan ${usagePlanId} having overlapping ApiStages`,
    ]);
  });

  it('forgets a stage that is deleted', async () => {
    const { api, usagePlanId } = await keyed();
    await cloud.call('apigateway', 'DeleteStage', { restApiId: api.restApiId, stageName: 'dev' });
    expect((await client.send(new GetUsagePlanCommand({ usagePlanId }))).apiStages).toEqual([]);
  });
});
