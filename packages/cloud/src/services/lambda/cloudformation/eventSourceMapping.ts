import { resourceType } from '../../../kernel/resourceType.js';
import type { Provisioned, ResourceContext } from '../../../kernel/resourceType.js';
import { unlessGone } from './gone.js';

interface Tag {
  readonly Key: string;
  readonly Value: string;
}

interface Properties extends Readonly<Record<string, unknown>> {
  readonly EventSourceArn?: string;
  readonly Tags?: readonly Tag[];
}

export const eventSourceMappingType = resourceType({
  type: 'AWS::Lambda::EventSourceMapping',
  properties: {
    BatchSize: 'integer',
    Enabled: 'boolean',
    EventSourceArn: 'string',
    FilterCriteria: { properties: { Filters: [{ properties: { Pattern: 'string' } }] } },
    FunctionName: 'string',
    FunctionResponseTypes: ['string'],
    MaximumBatchingWindowInSeconds: 'integer',
    ScalingConfig: { properties: { MaximumConcurrency: 'integer' } },
    Tags: [{ properties: { Key: 'string', Value: 'string' }, required: ['Key'] }],
  },
  required: ['FunctionName'],
  unsupported: [
    'AmazonManagedKafkaEventSourceConfig',
    'BisectBatchOnFunctionError',
    'DestinationConfig',
    'DocumentDBEventSourceConfig',
    'KmsKeyArn',
    'LoggingConfig',
    'MaximumRecordAgeInSeconds',
    'MaximumRetryAttempts',
    'MetricsConfig',
    'ParallelizationFactor',
    'ProvisionedPollerConfig',
    'Queues',
    'SelfManagedEventSource',
    'SelfManagedKafkaEventSourceConfig',
    'SourceAccessConfigurations',
    'StartingPosition',
    'StartingPositionTimestamp',
    'Topics',
    'TumblingWindowInSeconds',
  ],
  createOnly: ['EventSourceArn'],
  create,
  update,
  delete: (uuid, _properties, context) => unlessGone(context.call('lambda', 'DeleteEventSourceMapping', { UUID: uuid })),
});

/** What a setting goes back to when its property leaves the template. */
const defaults = {
  BatchSize: 10,
  Enabled: true,
  FilterCriteria: { Filters: [] },
  FunctionResponseTypes: [],
  MaximumBatchingWindowInSeconds: 0,
  ScalingConfig: {},
};

async function create({ Tags: _tags, ...properties }: Properties, context: ResourceContext): Promise<Provisioned> {
  const { UUID: uuid } = await context.call<{ UUID: string }>('lambda', 'CreateEventSourceMapping', { ...properties, Tags: tagsOf({ Tags: _tags }) });
  return provisioned(uuid, context);
}

async function update(uuid: string, properties: Properties, previous: Properties, context: ResourceContext): Promise<Provisioned> {
  const { Tags: _tags, EventSourceArn: _eventSourceArn, ...settings } = properties;
  await context.call('lambda', 'UpdateEventSourceMapping', { UUID: uuid, ...defaults, ...settings });
  await updateTags(arnOf(uuid, context), tagsOf(properties), tagsOf(previous), context);
  return provisioned(uuid, context);
}

async function updateTags(resource: string, tags: Record<string, string>, before: Record<string, string>, context: ResourceContext): Promise<void> {
  const gone = Object.keys(before).filter((key) => !(key in tags));
  if (gone.length > 0) await context.call('lambda', 'UntagResource', { Resource: resource, TagKeys: gone });
  if (Object.keys(tags).length > 0) await context.call('lambda', 'TagResource', { Resource: resource, Tags: tags });
}

const tagsOf = ({ Tags: tags = [] }: Pick<Properties, 'Tags'>): Record<string, string> => Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value ?? '']));

const arnOf = (uuid: string, { scope }: ResourceContext): string => `arn:aws:lambda:${scope.region}:${scope.account}:event-source-mapping:${uuid}`;

const provisioned = (uuid: string, context: ResourceContext): Provisioned => ({
  physicalId: uuid,
  attributes: { Id: uuid, EventSourceMappingArn: arnOf(uuid, context) },
});
