import { key, keyParts, prefix } from '../../../kernel/collection.js';
import type { Context } from '../../../kernel/service.js';
import { badRequest, conflict, notFound } from '../errors.js';
import { patchInteger, patchNumber, pointer, withoutOrNone } from './patch.js';
import type { Patch } from './patch.js';
import { plansOfKeys, restApis, stages, usagePlanKeys, usagePlans } from './state.js';
import type { ApiStageRecord, QuotaRecord, ThrottleRecord, UsagePlanRecord } from './state.js';

type Loose<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** The plan's stages as given, each of which must exist. */
export function apiStagesOf(ctx: Context, input: readonly { apiId?: string | undefined; stage?: string | undefined; throttle?: Record<string, Loose<ThrottleRecord>> | undefined }[] | undefined): ApiStageRecord[] {
  return (input ?? []).map(({ apiId = '', stage = '', throttle }) => {
    requireApiStage(ctx, apiId, stage);
    return { apiId, stage, ...(throttle && Object.keys(throttle).length > 0 ? { throttle: throttle as Record<string, ThrottleRecord> } : {}) };
  });
}

function requireApiStage(ctx: Context, apiId: string, stage: string): void {
  if (!ctx.table(restApis).has(apiId) || !ctx.table(stages).has(key(apiId, stage))) throw notFound(`API Stage not found: ${apiId}:${stage}`);
}

export function quotaOf(input: Loose<QuotaRecord> | undefined): QuotaRecord | undefined {
  if (!input) return undefined;
  const { limit, offset = 0, period } = input;
  if (limit === undefined || limit < 1) throw badRequest('Usage Plan quota limit must be a positive number');
  if (period === undefined) throw badRequest('Usage Plan quota period must be one of DAY, WEEK, MONTH');
  if (period === 'DAY' && offset !== 0) throw badRequest('Usage Plan quota offset must be zero in the DAY period');
  if (period === 'WEEK' && (offset < 0 || offset > 6)) throw badRequest('Usage Plan quota offset must be between zero and six inclusive in the WEEK period');
  if (period === 'MONTH' && (offset < 0 || offset > 27)) throw badRequest('Usage Plan quota offset must be between zero and 27 inclusive in the MONTH period');
  return { limit, offset, period };
}

export function throttleOf(input: Loose<ThrottleRecord> | undefined): ThrottleRecord | undefined {
  if (!input || (input.burstLimit === undefined && input.rateLimit === undefined)) return undefined;
  if ((input.burstLimit ?? 0) < 0 || (input.rateLimit ?? 0) < 0) throw badRequest('Usage Plan throttle limits must not be negative');
  return { burstLimit: input.burstLimit ?? 0, rateLimit: input.rateLimit ?? 0 };
}

/** A stage is gone, or a whole API: no plan names it any longer. */
export function forgetStages(ctx: Context, apiId: string, stage?: string): void {
  const table = ctx.table(usagePlans);
  for (const [id, plan] of table.range()) {
    const apiStages = plan.apiStages.filter((each) => each.apiId !== apiId || (stage !== undefined && each.stage !== stage));
    if (apiStages.length !== plan.apiStages.length) table.put(id, { ...plan, apiStages });
  }
}

const samePlace = (a: ApiStageRecord, b: ApiStageRecord): boolean => a.apiId === b.apiId && a.stage === b.stage;

/** A key may reach a stage through one plan alone. */
export function checkOverlap(ctx: Context, keyId: string, plan: UsagePlanRecord): void {
  for (const [name] of ctx.table(plansOfKeys).range({ prefix: prefix(keyId) })) {
    const other = ctx.table(usagePlans).get(keyParts(name)[1]!);
    if (!other || other.id === plan.id) continue;
    if (other.apiStages.some((stage) => plan.apiStages.some((mine) => samePlace(stage, mine)))) {
      throw conflict(`Usage Plan ${plan.id} cannot be added because API Key ${keyId} is already associated with Usage Plan ${other.id} having overlapping ApiStages`);
    }
  }
}

const planPaths = ['/name', '/description', '/apiStages', '/quota', '/throttle', '/productCode', '/apiStages/<apidId:stageName>/throttle/<resourcePath>/<httpMethod>', '/apiStages/<apidId:stageName>/throttle'];

const invalidPath = (path: string | undefined, op: string) =>
  badRequest(`Invalid patch path  '${path ?? 'null'}' specified for op '${op}'. Must be one of: [${planPaths.join(', ')}]`);

/** https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateUsagePlan-Patch */
export function applyPlanPatches(ctx: Context, plan: UsagePlanRecord, patches: readonly Patch[] | undefined): UsagePlanRecord {
  let result = plan;
  for (const { op = '', path, value } of patches ?? []) {
    const names = pointer(path ?? '');
    result = path?.startsWith('/apiStages') ? patchStages(ctx, result, op, path, names, value) : patchPlan(result, op, path, names, value);
  }
  if (result.quota !== plan.quota) quotaOf(result.quota);
  for (const [name] of ctx.table(usagePlanKeys).range({ prefix: prefix(plan.id) })) checkOverlap(ctx, keyParts(name)[1]!, result);
  return result;
}

function patchPlan(plan: UsagePlanRecord, op: string, path: string | undefined, names: readonly string[], value: string | undefined): UsagePlanRecord {
  const setting = op === 'replace' || op === 'add';
  if (setting && (path === '/name' || path === '/description' || path === '/productCode')) return { ...plan, [names[0]!]: value };
  if (op === 'remove' && path === '/productCode') return { ...plan, productCode: undefined } as unknown as UsagePlanRecord;
  if (op === 'remove' && path === '/throttle') return { ...plan, throttle: undefined } as unknown as UsagePlanRecord;
  if (op === 'remove' && path === '/quota') return { ...plan, quota: undefined } as unknown as UsagePlanRecord;
  if (setting && path === '/throttle/rateLimit') return { ...plan, throttle: { burstLimit: 0, ...plan.throttle, rateLimit: patchNumber(value, 'rateLimit') } };
  if (setting && path === '/throttle/burstLimit') return { ...plan, throttle: { rateLimit: 0, ...plan.throttle, burstLimit: patchInteger(value, 'burstLimit') } };
  const quota = { limit: 1, offset: 0, period: 'DAY' as const, ...plan.quota };
  if (setting && path === '/quota/limit') return { ...plan, quota: { ...quota, limit: patchInteger(value, 'limit') } };
  if (setting && path === '/quota/offset') return { ...plan, quota: { ...quota, offset: patchInteger(value, 'offset') } };
  if (setting && path === '/quota/period') return { ...plan, quota: { ...quota, period: periodOf(value) } };
  throw invalidPath(path, op);
}

function periodOf(value: string | undefined): QuotaRecord['period'] {
  if (value !== 'DAY' && value !== 'WEEK' && value !== 'MONTH') throw badRequest('Usage Plan quota period must be one of DAY, WEEK, MONTH');
  return value;
}

function placeOf(text: string | undefined): { apiId: string; stage: string } {
  const [apiId, stage, ...rest] = (text ?? '').split(':');
  if (!apiId || !stage || rest.length > 0) throw badRequest('Invalid API Stage specified');
  return { apiId, stage };
}

function patchStages(ctx: Context, plan: UsagePlanRecord, op: string, path: string, names: readonly string[], value: string | undefined): UsagePlanRecord {
  if (names.length === 1 && (op === 'add' || op === 'remove')) {
    const place = placeOf(value);
    const known = plan.apiStages.some((stage) => samePlace(stage, place));
    if (op === 'add') {
      requireApiStage(ctx, place.apiId, place.stage);
      return known ? plan : { ...plan, apiStages: [...plan.apiStages, place] };
    }
    if (!known) throw badRequest('Invalid API Stage specified');
    return { ...plan, apiStages: plan.apiStages.filter((stage) => !samePlace(stage, place)) };
  }
  if (names.length < 3 || names[2] !== 'throttle') throw invalidPath(path, op);
  const place = placeOf(names[1]);
  const at = plan.apiStages.findIndex((stage) => samePlace(stage, place));
  if (at < 0) throw badRequest('Invalid API Stage specified');
  const changed = { ...plan.apiStages[at]!, throttle: patchMethodThrottle(plan.apiStages[at]!.throttle, op, path, names.slice(3), value) };
  return { ...plan, apiStages: plan.apiStages.with(at, changed as ApiStageRecord) };
}

function patchMethodThrottle(throttle: ApiStageRecord['throttle'], op: string, path: string, names: readonly string[], value: string | undefined): ApiStageRecord['throttle'] {
  if (names.length === 0 && op === 'replace') return parseThrottles(value);
  if (names.length === 0 && op === 'remove') return undefined;
  const name = `${names[0]}/${names[1]}`;
  if (names.length === 2 && op === 'remove') return withoutOrNone(throttle, name);
  if (names.length !== 3 || (op !== 'replace' && op !== 'add')) throw invalidPath(path, op);
  const before = { burstLimit: 0, rateLimit: 0, ...throttle?.[name] };
  if (names[2] === 'rateLimit') return { ...throttle, [name]: { ...before, rateLimit: patchNumber(value, 'rateLimit') } };
  if (names[2] === 'burstLimit') return { ...throttle, [name]: { ...before, burstLimit: patchInteger(value, 'burstLimit') } };
  throw invalidPath(path, op);
}

/** `{"/orders/POST":{"rateLimit":10,"burstLimit":5}}`. */
function parseThrottles(value: string | undefined): ApiStageRecord['throttle'] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(value || '{}');
  } catch {
    parsed = undefined;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw badRequest('Invalid value for throttle: a JSON object is expected');
  const throttles: Record<string, ThrottleRecord> = {};
  for (const [name, limits] of Object.entries(parsed as Record<string, Record<string, unknown> | null>)) {
    throttles[name] = { burstLimit: patchInteger(String(limits?.['burstLimit'] ?? 0), 'burstLimit'), rateLimit: patchNumber(String(limits?.['rateLimit'] ?? 0), 'rateLimit') };
  }
  return throttles;
}

export const showPlan = (plan: UsagePlanRecord, alone: boolean) => ({
  id: plan.id,
  name: plan.name,
  description: plan.description,
  apiStages: plan.apiStages.map(({ apiId, stage, throttle }) => ({ apiId, stage, throttle: throttle && { ...throttle } })),
  throttle: plan.throttle && { ...plan.throttle },
  quota: plan.quota && { ...plan.quota },
  productCode: plan.productCode,
  tags: alone || Object.keys(plan.tags).length > 0 ? { ...plan.tags } : undefined,
});
