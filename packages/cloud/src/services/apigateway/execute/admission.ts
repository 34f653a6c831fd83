import { key, keyParts, prefix } from '../../../kernel/collection.js';
import type { HttpRequest } from '../../../kernel/http.js';
import type { Context } from '../../../kernel/service.js';
import { countRequest } from '../domain/planUsage.js';
import { buckets } from '../domain/counters.js';
import { apiKeys, apiKeyValues, apiOwners, deployments, plansOfKeys, stages, usagePlans } from '../domain/state.js';
import type { ApiKeyRecord, ApiStageRecord, StageRecord, UsagePlanRecord } from '../domain/state.js';
import { takeToken } from '../domain/throttle.js';
import { limits } from '../limits.js';
import { compiledApi } from './compiled.js';
import type { CompiledMethod } from './compiled.js';
import type { Execution } from './execution.js';
import { forbidden, GatewayFailure, missingToken, quotaExceeded, throttled } from './failure.js';
import { parseRequest } from './request.js';

/** What a call meets first. `unknownApi`: no such API in this cloud; `noStage`: it has nothing deployed there. */
export type Admission = { readonly kind: 'unknownApi' } | { readonly kind: 'noStage' } | { readonly kind: 'admitted'; readonly execution: Execution };

/** Finds the method and charges the call to every limit that applies. A refusal stands in the execution's `failure`. */
export function admit(ctx: Context, apiId: string, httpRequest: HttpRequest): Admission {
  const owner = ctx.table(apiOwners).get(apiId);
  if (!owner) return { kind: 'unknownApi' };
  const request = parseRequest(httpRequest);
  const stage = ctx.table(stages, owner).get(key(apiId, request.stageName));
  const deployment = stage && ctx.table(deployments, owner).get(key(apiId, stage.deploymentId));
  if (!deployment || deployment.snapshot.disableExecuteApiEndpoint) return { kind: 'noStage' };
  const execution: Execution = {
    request,
    scope: owner,
    apiId,
    stage,
    api: compiledApi(deployment.snapshot),
    requestId: ctx.requestId,
    extendedRequestId: `${ctx.ids.token(15)}=`,
    traceRoot: `Root=${ctx.cause.traceId}`,
    startedAtMs: ctx.now,
    pathParameters: null,
  };
  execution.failure = refusal(ctx, execution);
  return { kind: 'admitted', execution };
}

function refusal(ctx: Context, execution: Execution): GatewayFailure | undefined {
  const { request, api } = execution;
  const match = api.routes.match(request.segments, request.httpMethod);
  if (!match?.method) return missingToken();
  execution.method = match.method;
  execution.pathParameters = match.pathParameters;
  const most = limits.payloadBytes.value;
  if (request.body.length > most) return new GatewayFailure('REQUEST_TOO_LARGE', `HTTP content length exceeded ${most} bytes.`);
  if (!withinStageLimit(ctx, execution, match.method)) return throttled();
  return match.method.method.apiKeyRequired ? refusalOfKey(ctx, execution, match.method) : undefined;
}

export function settingOf(stage: StageRecord, method: CompiledMethod) {
  for (const name of method.settingKeys) {
    const setting = stage.methodSettings[name];
    if (setting) return setting;
  }
  return undefined;
}

function withinStageLimit(ctx: Context, { scope, apiId, stage }: Execution, method: CompiledMethod): boolean {
  const setting = settingOf(stage, method);
  const { throttlingBurstLimit: burst = -1, throttlingRateLimit: rate = -1 } = setting ?? {};
  if (burst < 0 || rate < 0) return true;
  return charge(ctx, scope, key('stage', apiId, stage.stageName, method.settingKeys[0]!), { burst, rate });
}

function charge(ctx: Context, scope: Execution['scope'], name: string, limit: { burst: number; rate: number }): boolean {
  const table = ctx.table(buckets, scope);
  const bucket = takeToken(limit, table.get(name), ctx.now);
  if (!bucket) return false;
  table.put(name, bucket);
  return true;
}

/** The key in `x-api-key` must be enabled and reach this stage through a plan, within the plan's limits. */
function refusalOfKey(ctx: Context, execution: Execution, method: CompiledMethod): GatewayFailure | undefined {
  const { scope, request } = execution;
  const value = request.headers.get('x-api-key');
  const keyId = value === undefined ? undefined : ctx.table(apiKeyValues, scope).get(value);
  const apiKey = keyId === undefined ? undefined : ctx.table(apiKeys, scope).get(keyId);
  const found = apiKey?.enabled ? planFor(ctx, execution, apiKey) : undefined;
  if (!apiKey || !found) return forbidden();
  execution.apiKey = { id: apiKey.id, value: apiKey.value };
  if (!withinPlanLimit(ctx, execution, found, method)) return throttled();
  return countRequest(ctx, found.plan, apiKey.id, scope) ? undefined : quotaExceeded();
}

interface FoundPlan {
  readonly plan: UsagePlanRecord;
  readonly apiStage: ApiStageRecord;
  readonly keyId: string;
}

function planFor(ctx: Context, { scope, apiId, stage }: Execution, apiKey: ApiKeyRecord): FoundPlan | undefined {
  for (const [name] of ctx.table(plansOfKeys, scope).range({ prefix: prefix(apiKey.id) })) {
    const plan = ctx.table(usagePlans, scope).get(keyParts(name)[1]!);
    const apiStage = plan?.apiStages.find((each) => each.apiId === apiId && each.stage === stage.stageName);
    if (plan && apiStage) return { plan, apiStage, keyId: apiKey.id };
  }
  return undefined;
}

/** A limit for the method stands instead of the plan's. */
function withinPlanLimit(ctx: Context, { scope, apiId, stage }: Execution, { plan, apiStage, keyId }: FoundPlan, method: CompiledMethod): boolean {
  const own = apiStage.throttle?.[method.planKey];
  if (own) return charge(ctx, scope, key('method', plan.id, keyId, apiId, stage.stageName, method.planKey), { burst: own.burstLimit ?? 0, rate: own.rateLimit ?? 0 });
  const { throttle } = plan;
  return !throttle || charge(ctx, scope, key('plan', plan.id, keyId), { burst: throttle.burstLimit ?? 0, rate: throttle.rateLimit ?? 0 });
}
