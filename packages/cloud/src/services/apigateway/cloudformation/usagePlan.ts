import { resourceType } from '../../../kernel/resourceType.js';
import type { PropertyShape, Provisioned, ResourceContext } from '../../../kernel/resourceType.js';
import type { Patch } from '../domain/patch.js';
import { deleteQuietly, retag, tagMap, tagsShape } from './shared.js';
import type { TagList } from './shared.js';

interface Throttle {
  readonly BurstLimit?: number;
  readonly RateLimit?: number;
}

interface ApiStage {
  readonly ApiId?: string;
  readonly Stage?: string;
  readonly Throttle?: Readonly<Record<string, Throttle>>;
}

interface UsagePlanProperties {
  readonly UsagePlanName?: string;
  readonly Description?: string;
  readonly ApiStages?: readonly ApiStage[];
  readonly Quota?: { readonly Limit?: number; readonly Offset?: number; readonly Period?: string };
  readonly Throttle?: Throttle;
  readonly Tags?: TagList;
}

const throttleOf = (throttle: Throttle | undefined) => throttle && { burstLimit: throttle.BurstLimit, rateLimit: throttle.RateLimit };

const methodThrottles = (throttle: ApiStage['Throttle']) => throttle && Object.fromEntries(Object.entries(throttle).map(([name, limits]) => [name, throttleOf(limits)]));

const nameOf = ({ ApiId, Stage }: ApiStage): string => `${ApiId}:${Stage}`;

const provisioned = (id: string): Provisioned => ({ physicalId: id, attributes: { Id: id } });

async function create(properties: UsagePlanProperties, context: ResourceContext): Promise<Provisioned> {
  const { Quota: quota } = properties;
  const { id } = await context.call<{ id: string }>('apigateway', 'CreateUsagePlan', {
    name: properties.UsagePlanName ?? context.physicalName(),
    description: properties.Description,
    apiStages: properties.ApiStages?.map(({ ApiId: apiId, Stage: stage, Throttle: throttle }) => ({ apiId, stage, throttle: methodThrottles(throttle) })),
    quota: quota && { limit: quota.Limit, offset: quota.Offset, period: quota.Period },
    throttle: throttleOf(properties.Throttle),
    tags: tagMap(properties.Tags),
  });
  return provisioned(id);
}

function stagePatches(before: readonly ApiStage[], after: readonly ApiStage[]): Patch[] {
  const were = before.map(nameOf);
  const are = after.map(nameOf);
  return [
    ...were.filter((name) => !are.includes(name)).map((value) => ({ op: 'remove', path: '/apiStages', value })),
    ...are.filter((name) => !were.includes(name)).map((value) => ({ op: 'add', path: '/apiStages', value })),
    ...after.map((stage) => ({ op: 'replace', path: `/apiStages/${nameOf(stage)}/throttle`, value: JSON.stringify(methodThrottles(stage.Throttle) ?? {}) })),
  ];
}

function limitPatches({ Quota: quota, Throttle: throttle }: UsagePlanProperties, before: UsagePlanProperties): Patch[] {
  const set = (path: string, value: unknown): Patch[] => (value === undefined ? [] : [{ op: 'replace', path, value: String(value) }]);
  return [
    ...(before.Quota && !quota ? [{ op: 'remove', path: '/quota' }] : []),
    ...(before.Throttle && !throttle ? [{ op: 'remove', path: '/throttle' }] : []),
    ...set('/quota/limit', quota?.Limit),
    ...set('/quota/offset', quota && (quota.Offset ?? 0)),
    ...set('/quota/period', quota?.Period),
    ...set('/throttle/burstLimit', throttle?.BurstLimit),
    ...set('/throttle/rateLimit', throttle?.RateLimit),
  ];
}

const throttleShape: PropertyShape = { properties: { BurstLimit: 'integer', RateLimit: 'number' } };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-usageplan.html */
export const usagePlanType = resourceType({
  type: 'AWS::ApiGateway::UsagePlan',
  properties: {
    UsagePlanName: 'string',
    Description: 'string',
    ApiStages: [{ properties: { ApiId: 'string', Stage: 'string', Throttle: { map: throttleShape } } }],
    Quota: { properties: { Limit: 'integer', Offset: 'integer', Period: 'string' } },
    Throttle: throttleShape,
    Tags: tagsShape,
  },
  create,
  async update(usagePlanId, properties: UsagePlanProperties, previous: UsagePlanProperties, context) {
    const { UsagePlanName: name, Description: description = '' } = properties;
    const patchOperations = [
      ...(name === undefined ? [] : [{ op: 'replace', path: '/name', value: name }]),
      { op: 'replace', path: '/description', value: description },
      ...limitPatches(properties, previous),
      ...stagePatches(previous.ApiStages ?? [], properties.ApiStages ?? []),
    ];
    await context.call('apigateway', 'UpdateUsagePlan', { usagePlanId, patchOperations });
    await retag(context, `/usageplans/${usagePlanId}`, previous.Tags, properties.Tags);
    return provisioned(usagePlanId);
  },
  /** A plan must leave its stages before it goes; those that have gone already have left it. */
  async delete(usagePlanId, _properties, context) {
    const { items } = await context.call<{ items: { id: string; apiStages?: { apiId: string; stage: string }[] }[] }>('apigateway', 'GetUsagePlans', { limit: 500 });
    const plan = items.find(({ id }) => id === usagePlanId);
    const patchOperations = (plan?.apiStages ?? []).map(({ apiId, stage }) => ({ op: 'remove', path: '/apiStages', value: `${apiId}:${stage}` }));
    if (patchOperations.length > 0) await context.call('apigateway', 'UpdateUsagePlan', { usagePlanId, patchOperations });
    await deleteQuietly(context, 'DeleteUsagePlan', { usagePlanId });
  },
});

interface UsagePlanKeyProperties {
  readonly KeyId: string;
  readonly KeyType: string;
  readonly UsagePlanId: string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-usageplankey.html */
export const usagePlanKeyType = resourceType({
  type: 'AWS::ApiGateway::UsagePlanKey',
  properties: { KeyId: 'string', KeyType: 'string', UsagePlanId: 'string' },
  required: ['KeyId', 'KeyType', 'UsagePlanId'],
  createOnly: ['KeyId', 'KeyType', 'UsagePlanId'],
  async create({ KeyId: keyId, KeyType: keyType, UsagePlanId: usagePlanId }: UsagePlanKeyProperties, context) {
    await context.call('apigateway', 'CreateUsagePlanKey', { usagePlanId, keyId, keyType });
    const id = `${keyId}:${usagePlanId}`;
    return { physicalId: id, attributes: { Id: id } };
  },
  delete: (_physicalId, { KeyId: keyId, UsagePlanId: usagePlanId }: UsagePlanKeyProperties, context) => deleteQuietly(context, 'DeleteUsagePlanKey', { usagePlanId, keyId }),
});
