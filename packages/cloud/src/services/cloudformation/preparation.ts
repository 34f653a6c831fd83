import { AwsError, notImplemented } from '../../kernel/errors.js';
import type { ResourceType } from '../../kernel/resourceType.js';
import type { Flow } from '../../kernel/service.js';
import type { Deployment, Tag } from '../../deploy/engine/records.js';
import { withStackTags } from '../../deploy/engine/surroundings.js';
import { limits as engineLimits } from '../../deploy/limits.js';
import { unsupportedProperties } from '../../deploy/properties.js';
import type { Properties } from '../../deploy/properties.js';
import { makePlan, readDraft } from '../../deploy/template/compile.js';
import type { Draft, Plan } from '../../deploy/template/compile.js';
import { evaluate, pending } from '../../deploy/template/evaluate.js';
import { chooseParameters, ssmLookups } from '../../deploy/template/parameters.js';
import type { GivenParameter, ParameterValue } from '../../deploy/template/parameters.js';
import type { JsonObject } from '../../deploy/template/json.js';
import { isObject } from '../../deploy/template/json.js';
import { missingCapabilities, requiredCapabilities } from './domain/capabilities.js';
import { objectPlace } from './domain/templateUrl.js';
import * as errors from './errors.js';
import { typeFinder } from './stackTypes.js';

/** What the requests that bring a template have in common. */
export interface TemplateRequest {
  readonly TemplateBody?: string | undefined;
  readonly TemplateURL?: string | undefined;
  readonly UsePreviousTemplate?: boolean | undefined;
}

export interface DeploymentRequest extends TemplateRequest {
  readonly Parameters?: readonly { ParameterKey?: string; ParameterValue?: string; UsePreviousValue?: boolean }[] | undefined;
  readonly Capabilities?: readonly string[] | undefined;
  readonly Tags?: readonly { Key: string | undefined; Value: string | undefined }[] | undefined;
  readonly NotificationARNs?: readonly string[] | undefined;
  readonly RoleARN?: string | undefined;
}

/** A template that may be deployed, all its references to types, parameters and capabilities checked. */
export interface Prepared {
  readonly deployment: Deployment;
  readonly plan: Plan;
  readonly types: ReadonlyMap<string, ResourceType>;
}

/** Text of the template that a request names. Throws ValidationError. */
export async function templateText(flow: Flow, request: TemplateRequest, previous?: Deployment): Promise<string> {
  const { TemplateBody, TemplateURL, UsePreviousTemplate } = request;
  if ([TemplateBody, TemplateURL, UsePreviousTemplate || undefined].filter((item) => item !== undefined).length !== 1) throw errors.oneTemplate();
  if (TemplateBody !== undefined) {
    if (Buffer.byteLength(TemplateBody) > engineLimits.templateBodyBytes) throw errors.templateTooLong(engineLimits.templateBodyBytes);
    return TemplateBody;
  }
  if (TemplateURL !== undefined) return readTemplateObject(flow, TemplateURL);
  if (!previous) throw errors.oneTemplate();
  return Buffer.from(flow.blobs.get(previous.template)!).toString('utf8');
}

async function readTemplateObject(flow: Flow, url: string): Promise<string> {
  const place = objectPlace(url);
  if (!place) throw errors.badTemplateUrl();
  let body: unknown;
  try {
    const input = { Bucket: place.bucket, Key: place.key, ...(place.versionId && { VersionId: place.versionId }) };
    ({ Body: body } = await flow.call<{ Body: unknown }>('s3', 'GetObject', input, { principal: flow.principal }));
  } catch (error) {
    if (error instanceof AwsError) throw errors.templateUnreadable(error.message);
    throw error;
  }
  const bytes = body as Uint8Array;
  if (bytes.byteLength > engineLimits.templateObjectBytes) throw errors.templateObjectTooLong(engineLimits.templateObjectBytes);
  return Buffer.from(bytes).toString('utf8');
}

/** Brings a request to a plan that may be carried out. `stackId` may be one that is still to be made. */
export async function prepare(
  flow: Flow,
  request: DeploymentRequest,
  stack: { readonly stackId: string; readonly stackName: string },
  previous: Deployment | undefined,
): Promise<Prepared> {
  const text = await templateText(flow, request, previous);
  const draft = readDraft(text);
  checkCapabilities(draft, request.Capabilities ?? []);
  const given = (request.Parameters ?? []).map(
    (parameter): GivenParameter => ({ key: parameter.ParameterKey ?? '', value: parameter.ParameterValue, usePrevious: parameter.UsePreviousValue }),
  );
  const parameters = await lookUpParameters(flow, draft, chooseParameters(draft.parameters, given, previous?.parameters));
  const notificationArns = request.NotificationARNs ?? previous?.notificationArns ?? [];
  const plan = makePlan(draft, parameters, { scope: flow.scope, ...stack, notificationArns });
  const tags = request.Tags?.map(({ Key = '', Value = '' }) => ({ key: Key, value: Value })) ?? previous?.tags ?? [];
  const types = await checkTypes(flow, plan, tags);
  const deployment: Deployment = {
    template: flow.transact((ctx) => ctx.blobs.put(Buffer.from(text))),
    description: plan.template.description,
    parameters,
    tags,
    capabilities: request.Capabilities ?? [],
    notificationArns,
    roleArn: request.RoleARN ?? previous?.roleArn,
  };
  return { deployment, plan, types };
}

function checkCapabilities(draft: Draft, given: readonly string[]): void {
  const { capabilities } = requiredCapabilities(declaredResources(draft), draft.transforms);
  const missing = missingCapabilities(capabilities, given);
  if (missing.length > 0) throw errors.insufficientCapabilities(missing);
}

/** Resources as the template has them, loops not written out. */
export function declaredResources(draft: Draft): { type: string; properties: JsonObject }[] {
  if (draft.template) return Object.values(draft.template.resources);
  const found: { type: string; properties: JsonObject }[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (!isObject(value)) return;
    if (typeof value.Type === 'string') found.push({ type: value.Type, properties: isObject(value.Properties) ? value.Properties : {} });
    else Object.values(value).forEach(visit);
  };
  visit(draft.raw.Resources);
  return found;
}

async function lookUpParameters(flow: Flow, draft: Draft, values: readonly ParameterValue[]): Promise<ParameterValue[]> {
  const resolved = new Map<string, string>();
  const missing: string[] = [];
  for (const { key, name } of ssmLookups(draft.parameters, values)) {
    try {
      const { Parameter } = await flow.call<{ Parameter: { Value: string } }>('ssm', 'GetParameter', { Name: name }, { principal: flow.principal });
      resolved.set(key, Parameter.Value);
    } catch (error) {
      if (!(error instanceof AwsError) || !/ParameterNotFound|ParameterVersionNotFound|Validation/.test(error.code)) throw error;
      missing.push(name);
    }
  }
  if (missing.length > 0) throw errors.parametersUnreadable(missing);
  const byName = (key: string): boolean => draft.parameters[key]!.type.startsWith('AWS::SSM::Parameter::Value<');
  return values.map((value) => (resolved.has(value.key) && byName(value.key) ? { ...value, resolved: resolved.get(value.key)! } : value));
}

/** The types by name. Throws where one is nobody's, or AWS's and not Terrella's. */
export async function findTypes(flow: Flow, wanted: readonly { readonly type: string; readonly logicalId?: string }[]): Promise<ReadonlyMap<string, ResourceType>> {
  const find = typeFinder(flow);
  const types = new Map<string, ResourceType>();
  const unknown = new Map<string, string>();
  for (const { type, logicalId } of wanted) {
    const found = types.get(type) ?? (await find(type));
    if (found) types.set(type, found);
    else unknown.set(type, logicalId === undefined ? type : `${type} (${logicalId})`);
  }
  const foreign = [...unknown.keys()].filter((type) => !/^AWS::\w+::\w+$/.test(type));
  if (foreign.length > 0) throw errors.unknownTypes(foreign);
  if (unknown.size > 0) throw notImplemented(`the resource types [${[...unknown.values()].join(', ')}]`);
  return types;
}

/** Everything Terrella lacks is said before anything is made. */
async function checkTypes(flow: Flow, plan: Plan, tags: readonly Tag[]): Promise<ReadonlyMap<string, ResourceType>> {
  const types = await findTypes(flow, [...plan.resources.values()]);
  const unsupported = [...plan.resources.values()].flatMap((resource) => {
    if (resource.deletionPolicy === 'Snapshot' || resource.updateReplacePolicy === 'Snapshot') return [`the Snapshot policy (resource ${resource.logicalId})`];
    const type = types.get(resource.type)!;
    const properties = withStackTags(type, partialProperties(plan, resource.properties), tags);
    return unsupportedProperties(type, properties).map((path) => `the property ${path} of ${resource.type} (resource ${resource.logicalId})`);
  });
  if (unsupported.length > 0) throw notImplemented(unsupported.join(', '));
  return types;
}

/** What can be resolved without any resource. */
const partialProperties = (plan: Plan, properties: JsonObject): Properties =>
  evaluate(properties, {
    ...plan.surroundings,
    condition: (name) => plan.conditions[name]!,
    reference: () => pending,
    attribute: () => pending,
    exported: () => pending,
  }) as Properties;
