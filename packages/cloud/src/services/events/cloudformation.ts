import type { DescribeEventBusResponse, ListTargetsByRuleResponse, PutRuleResponse, Tag, Target } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../kernel/errors.js';
import { resourceType } from '../../kernel/resourceType.js';
import type { PropertyShape, Provisioned, ResourceContext, ResourceType } from '../../kernel/resourceType.js';

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const tags: PropertyShape = [{ properties: { Key: 'string', Value: 'string' }, required: ['Key', 'Value'] }];

async function ignoringGone(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'ResourceNotFoundException') throw error;
  }
}

async function updateTags(arn: string, after: readonly Tag[] = [], before: readonly Tag[] = [], context: ResourceContext): Promise<void> {
  const kept = new Set(after.map(({ Key }) => Key));
  const gone = before.map(({ Key }) => Key!).filter((key) => !kept.has(key));
  if (gone.length > 0) await context.call('events', 'UntagResource', { ResourceARN: arn, TagKeys: gone });
  if (after.length > 0) await context.call('events', 'TagResource', { ResourceARN: arn, Tags: after });
}

interface BusProperties {
  readonly Name: string;
  readonly Description?: string;
  readonly Policy?: unknown;
  readonly Tags?: readonly Tag[];
}

async function provisionedBus(name: string, context: ResourceContext): Promise<Provisioned> {
  const { Arn, Policy } = await context.call<DescribeEventBusResponse>('events', 'DescribeEventBus', { Name: name });
  return { physicalId: name, attributes: { Arn, Name: name, ...(Policy !== undefined && { Policy }) } };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-eventbus.html */
const eventBus = resourceType({
  type: 'AWS::Events::EventBus',
  properties: { Name: 'string', Description: 'string', Policy: 'json', Tags: tags },
  required: ['Name'],
  unsupported: ['EventSourceName', 'KmsKeyIdentifier', 'DeadLetterConfig', 'LogConfig'],
  createOnly: ['Name'],
  async create({ Name, Description, Policy, Tags }: BusProperties, context) {
    await context.call('events', 'CreateEventBus', { Name, Description, Tags });
    if (Policy !== undefined) await context.call('events', 'PutPermission', { EventBusName: Name, Policy: asText(Policy) });
    return provisionedBus(Name, context);
  },
  async update(name, properties: BusProperties, previous: BusProperties, context) {
    const { Arn } = await context.call<{ Arn: string }>('events', 'UpdateEventBus', { Name: name, Description: properties.Description });
    if (properties.Policy !== undefined) {
      await context.call('events', 'PutPermission', { EventBusName: name, Policy: asText(properties.Policy) });
    } else if (previous.Policy !== undefined) {
      await context.call('events', 'RemovePermission', { EventBusName: name, RemoveAllPermissions: true });
    }
    await updateTags(Arn, properties.Tags, previous.Tags, context);
    return provisionedBus(name, context);
  },
  async delete(name, _properties, context) {
    await context.call('events', 'DeleteEventBus', { Name: name });
  },
});

interface RuleProperties {
  readonly Name?: string;
  readonly EventBusName?: string;
  readonly EventPattern?: unknown;
  readonly ScheduleExpression?: string;
  readonly State?: string;
  readonly Description?: string;
  readonly RoleArn?: string;
  readonly Tags?: readonly Tag[];
  readonly Targets?: readonly Target[];
}

const nameOfBus = (nameOrArn: string): string => nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);

/** What `Ref` gives: the name, on a custom bus `BUS|NAME`. */
const ruleId = (bus: string | undefined, name: string): string =>
  bus === undefined || nameOfBus(bus) === 'default' ? name : `${nameOfBus(bus)}|${name}`;

const ruleName = (physicalId: string): string => physicalId.slice(physicalId.indexOf('|') + 1);

async function putRule(name: string, properties: RuleProperties, context: ResourceContext): Promise<Provisioned> {
  const { EventBusName, EventPattern, ScheduleExpression, State, Description, RoleArn, Tags } = properties;
  const { RuleArn } = await context.call<PutRuleResponse>('events', 'PutRule', {
    Name: name,
    EventBusName,
    EventPattern: EventPattern === undefined ? undefined : asText(EventPattern),
    ScheduleExpression,
    State,
    Description,
    RoleArn,
    Tags,
  });
  return { physicalId: ruleId(EventBusName, name), attributes: { Arn: RuleArn } };
}

async function putTargets(name: string, { EventBusName, Targets = [] }: RuleProperties, context: ResourceContext): Promise<void> {
  if (Targets.length > 0) await context.call('events', 'PutTargets', { Rule: name, EventBusName, Targets });
}

async function deleteRule(name: string, EventBusName: string | undefined, context: ResourceContext): Promise<void> {
  const { Targets = [] } = await context.call<ListTargetsByRuleResponse>('events', 'ListTargetsByRule', { Rule: name, EventBusName });
  if (Targets.length > 0) await context.call('events', 'RemoveTargets', { Rule: name, EventBusName, Ids: Targets.map(({ Id }) => Id) });
  await context.call('events', 'DeleteRule', { Name: name, EventBusName });
}

const targetShape: PropertyShape = {
  properties: {
    Arn: 'string',
    Id: 'string',
    RoleArn: 'string',
    Input: 'string',
    InputPath: 'string',
    InputTransformer: { properties: { InputPathsMap: { map: 'string' }, InputTemplate: 'string' }, required: ['InputTemplate'] },
    SqsParameters: { properties: { MessageGroupId: 'string' }, required: ['MessageGroupId'] },
    DeadLetterConfig: { properties: { Arn: 'string' } },
    RetryPolicy: { properties: { MaximumRetryAttempts: 'integer', MaximumEventAgeInSeconds: 'integer' } },
    // PutTargets refuses these by name.
    AppSyncParameters: 'json',
    BatchParameters: 'json',
    EcsParameters: 'json',
    HttpParameters: 'json',
    KinesisParameters: 'json',
    RedshiftDataParameters: 'json',
    RunCommandParameters: 'json',
    SageMakerPipelineParameters: 'json',
  },
  required: ['Arn', 'Id'],
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-rule.html */
const rule = resourceType({
  type: 'AWS::Events::Rule',
  properties: {
    Name: 'string',
    EventBusName: 'string',
    EventPattern: 'json',
    ScheduleExpression: 'string',
    State: 'string',
    Description: 'string',
    RoleArn: 'string',
    Tags: tags,
    Targets: [targetShape],
  },
  createOnly: ['Name', 'EventBusName'],
  async create(properties: RuleProperties, context) {
    const name = properties.Name ?? context.physicalName({ maxLength: 64 });
    const made = await putRule(name, properties, context);
    try {
      await putTargets(name, properties, context);
    } catch (error) {
      // The rule that was made is no resource of the stack: nothing else would delete it.
      await ignoringGone(deleteRule(name, properties.EventBusName, context));
      throw error;
    }
    return made;
  },
  async update(physicalId, properties: RuleProperties, previous: RuleProperties, context) {
    const name = ruleName(physicalId);
    const kept = new Set((properties.Targets ?? []).map(({ Id }) => Id));
    const gone = (previous.Targets ?? []).map(({ Id }) => Id!).filter((id) => !kept.has(id));
    const updated = await putRule(name, { ...properties, Tags: [] }, context);
    if (gone.length > 0) await context.call('events', 'RemoveTargets', { Rule: name, EventBusName: properties.EventBusName, Ids: gone });
    await putTargets(name, properties, context);
    await updateTags(updated.attributes.Arn as string, properties.Tags, previous.Tags, context);
    return updated;
  },
  async delete(physicalId, { EventBusName }: RuleProperties, context) {
    await ignoringGone(deleteRule(ruleName(physicalId), EventBusName, context));
  },
});

interface PolicyProperties {
  readonly EventBusName?: string;
  readonly StatementId: string;
  readonly Statement?: object;
  readonly Action?: string;
  readonly Principal?: string;
  readonly Condition?: { readonly Type: string; readonly Key: string; readonly Value: string };
}

/** A whole statement goes into the policy beside the others; the API has no call of its own for that. */
async function putStatement(properties: PolicyProperties, context: ResourceContext): Promise<void> {
  const { EventBusName, StatementId, Statement, Action, Principal, Condition } = properties;
  if (!Statement) {
    await context.call('events', 'PutPermission', { EventBusName, StatementId, Action, Principal, Condition });
    return;
  }
  const { Policy } = await context.call<DescribeEventBusResponse>('events', 'DescribeEventBus', { Name: EventBusName });
  const policy = (Policy === undefined ? { Version: '2012-10-17', Statement: [] } : JSON.parse(Policy)) as { Statement: { Sid?: string }[] };
  const others = policy.Statement.filter(({ Sid }) => Sid !== StatementId);
  const merged = JSON.stringify({ ...policy, Statement: [...others, { ...Statement, Sid: StatementId }] });
  await context.call('events', 'PutPermission', { EventBusName, Policy: merged });
}

const policyId = ({ EventBusName = 'default', StatementId }: PolicyProperties): string => `${nameOfBus(EventBusName)}|${StatementId}`;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-eventbuspolicy.html */
const eventBusPolicy = resourceType({
  type: 'AWS::Events::EventBusPolicy',
  properties: {
    EventBusName: 'string',
    StatementId: 'string',
    Statement: 'json',
    Action: 'string',
    Principal: 'string',
    Condition: { properties: { Type: 'string', Key: 'string', Value: 'string' } },
  },
  required: ['StatementId'],
  createOnly: ['EventBusName', 'StatementId'],
  async create(properties: PolicyProperties, context) {
    await putStatement(properties, context);
    return { physicalId: policyId(properties), attributes: {} };
  },
  async update(physicalId, properties: PolicyProperties, _previous, context) {
    await putStatement(properties, context);
    return { physicalId, attributes: {} };
  },
  async delete(_physicalId, { EventBusName, StatementId }: PolicyProperties, context) {
    await ignoringGone(context.call('events', 'RemovePermission', { EventBusName, StatementId }));
  },
});

export const resourceTypes: readonly ResourceType[] = [eventBus, rule, eventBusPolicy];
