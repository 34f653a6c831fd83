import { key } from '../../../kernel/collection.js';
import type { Context } from '../../../kernel/service.js';
import {
  apiKeyNotFound,
  apiNotFound,
  deploymentNotFound,
  integrationNotFound,
  methodNotFound,
  modelNotFound,
  resourceNotFound,
  responseNotFound,
  stageNotFound,
  usagePlanNotFound,
  validatorNotFound,
} from '../errors.js';
import { apiKeys, deployments, models, requestValidators, resources, restApis, stages, usagePlans } from './state.js';
import type {
  ApiKeyRecord,
  DeploymentRecord,
  IntegrationRecord,
  IntegrationResponseRecord,
  MethodRecord,
  MethodResponseRecord,
  ModelRecord,
  RequestValidatorRecord,
  ResourceRecord,
  RestApiRecord,
  StageRecord,
  UsagePlanRecord,
} from './state.js';

export function requireApi(ctx: Context, restApiId: string): RestApiRecord {
  const api = ctx.table(restApis).get(restApiId);
  if (!api) throw apiNotFound(ctx.scope.account, restApiId);
  return api;
}

/** A wrong API is answered as a wrong resource, as AWS does. */
export function requireResource(ctx: Context, restApiId: string, resourceId: string): ResourceRecord {
  const resource = ctx.table(resources).get(key(restApiId, resourceId));
  if (!resource) throw resourceNotFound();
  return resource;
}

/** Names a method: the members that every operation on one has. */
export interface MethodName {
  readonly restApiId: string;
  readonly resourceId: string;
  readonly httpMethod: string;
}

export interface FoundMethod {
  readonly resource: ResourceRecord;
  readonly method: MethodRecord;
}

export function requireMethod(ctx: Context, { restApiId, resourceId, httpMethod }: MethodName): FoundMethod {
  const resource = requireResource(ctx, restApiId, resourceId);
  const method = Object.hasOwn(resource.methods, httpMethod) ? resource.methods[httpMethod] : undefined;
  if (!method) throw methodNotFound();
  return { resource, method };
}

export function requireIntegration(ctx: Context, name: MethodName): FoundMethod & { readonly integration: IntegrationRecord } {
  const found = requireMethod(ctx, name);
  if (!found.method.methodIntegration) throw integrationNotFound();
  return { ...found, integration: found.method.methodIntegration };
}

export function requireMethodResponse(method: MethodRecord, statusCode: string): MethodResponseRecord {
  const response = method.methodResponses?.[statusCode];
  if (!response) throw responseNotFound();
  return response;
}

export function requireIntegrationResponse(integration: IntegrationRecord, statusCode: string): IntegrationResponseRecord {
  const response = integration.integrationResponses?.[statusCode];
  if (!response) throw responseNotFound();
  return response;
}

/** Writes the method into its resource's record. */
export function saveMethod(ctx: Context, restApiId: string, resource: ResourceRecord, method: MethodRecord): void {
  const methods = { ...resource.methods, [method.httpMethod]: method };
  ctx.table(resources).put(key(restApiId, resource.id), { ...resource, methods });
}

export function requireModel(ctx: Context, restApiId: string, name: string): ModelRecord {
  const model = ctx.table(models).get(key(restApiId, name));
  if (!model) throw modelNotFound(name);
  return model;
}

export function requireValidator(ctx: Context, restApiId: string, id: string): RequestValidatorRecord {
  const validator = ctx.table(requestValidators).get(key(restApiId, id));
  if (!validator) throw validatorNotFound();
  return validator;
}

export function requireDeployment(ctx: Context, restApiId: string, id: string): DeploymentRecord {
  requireApi(ctx, restApiId);
  const deployment = ctx.table(deployments).get(key(restApiId, id));
  if (!deployment) throw deploymentNotFound();
  return deployment;
}

export function requireStage(ctx: Context, restApiId: string, name: string): StageRecord {
  requireApi(ctx, restApiId);
  const stage = ctx.table(stages).get(key(restApiId, name));
  if (!stage) throw stageNotFound();
  return stage;
}

export function requireApiKey(ctx: Context, id: string): ApiKeyRecord {
  const apiKey = ctx.table(apiKeys).get(id);
  if (!apiKey) throw apiKeyNotFound();
  return apiKey;
}

export function requireUsagePlan(ctx: Context, id: string): UsagePlanRecord {
  const plan = ctx.table(usagePlans).get(id);
  if (!plan) throw usagePlanNotFound();
  return plan;
}
