import { resourceType } from '../../../kernel/resourceType.js';
import type { Provisioned, ResourceContext } from '../../../kernel/resourceType.js';
import { unlessGone } from './gone.js';
import { inlinePackage } from './inlineCode.js';

interface Tag {
  readonly Key: string;
  readonly Value: string;
}

interface Code {
  readonly ZipFile?: string;
  readonly S3Bucket?: string;
  readonly S3Key?: string;
  readonly S3ObjectVersion?: string;
}

interface Properties extends Readonly<Record<string, unknown>> {
  readonly FunctionName?: string;
  readonly Code: Code;
  readonly Runtime?: string;
  readonly Architectures?: readonly string[];
  readonly ReservedConcurrentExecutions?: number;
  readonly Tags?: readonly Tag[];
}

/** Properties that both CreateFunction and UpdateFunctionConfiguration take by the same name. */
const configurationProperties = [
  'DeadLetterConfig',
  'Description',
  'Environment',
  'EphemeralStorage',
  'Handler',
  'Layers',
  'LoggingConfig',
  'MemorySize',
  'Role',
  'Runtime',
  'SnapStart',
  'Timeout',
  'TracingConfig',
] as const;

/** What a configuration goes back to when its property leaves the template. */
const defaults: Readonly<Record<string, unknown>> = {
  DeadLetterConfig: { TargetArn: '' },
  Description: '',
  Environment: { Variables: {} },
  EphemeralStorage: { Size: 512 },
  Layers: [],
  LoggingConfig: { LogFormat: 'Text' },
  MemorySize: 128,
  SnapStart: { ApplyOn: 'None' },
  Timeout: 3,
  TracingConfig: { Mode: 'PassThrough' },
};

export const functionType = resourceType({
  type: 'AWS::Lambda::Function',
  properties: {
    Architectures: ['string'],
    Code: {
      properties: {
        ImageUri: 'string',
        S3Bucket: 'string',
        S3Key: 'string',
        S3ObjectVersion: 'string',
        SourceKMSKeyArn: 'string',
        ZipFile: 'string',
      },
    },
    DeadLetterConfig: { properties: { TargetArn: 'string' } },
    Description: 'string',
    Environment: { properties: { Variables: { map: 'string' } } },
    EphemeralStorage: { properties: { Size: 'integer' }, required: ['Size'] },
    FunctionName: 'string',
    Handler: 'string',
    Layers: ['string'],
    LoggingConfig: {
      properties: { ApplicationLogLevel: 'string', LogFormat: 'string', LogGroup: 'string', SystemLogLevel: 'string' },
    },
    MemorySize: 'integer',
    PackageType: 'string',
    ReservedConcurrentExecutions: 'integer',
    Role: 'string',
    Runtime: 'string',
    SnapStart: { properties: { ApplyOn: 'string' }, required: ['ApplyOn'] },
    Tags: [{ properties: { Key: 'string', Value: 'string' }, required: ['Key'] }],
    Timeout: 'integer',
    TracingConfig: { properties: { Mode: 'string' } },
  },
  required: ['Code', 'Role'],
  unsupported: [
    'CapacityProviderConfig',
    'CodeSigningConfigArn',
    'DurableConfig',
    'FileSystemConfigs',
    'FunctionScalingConfig',
    'ImageConfig',
    'KmsKeyArn',
    'PublishToLatestPublished',
    'RecursiveLoop',
    'RuntimeManagementConfig',
    'TenancyConfig',
    'VpcConfig',
  ],
  createOnly: ['FunctionName', 'PackageType'],
  create,
  update,
  delete: (name, _properties, context) => unlessGone(context.call('lambda', 'DeleteFunction', { FunctionName: name })),
});

async function create(properties: Properties, context: ResourceContext): Promise<Provisioned> {
  const name = properties.FunctionName ?? context.physicalName({ maxLength: 64 });
  await context.call('lambda', 'CreateFunction', {
    FunctionName: name,
    ...configurationOf(properties),
    ...given(properties, ['Architectures', 'PackageType']),
    Code: codeOf(properties),
    Tags: tagsOf(properties),
  });
  const reserved = properties.ReservedConcurrentExecutions;
  if (reserved !== undefined) {
    await context.call('lambda', 'PutFunctionConcurrency', { FunctionName: name, ReservedConcurrentExecutions: reserved });
  }
  return provisioned(name, context);
}

async function update(name: string, properties: Properties, previous: Properties, context: ResourceContext): Promise<Provisioned> {
  if (differs(codeState(properties), codeState(previous))) {
    await context.call('lambda', 'UpdateFunctionCode', { FunctionName: name, ...given(properties, ['Architectures']), ...codeOf(properties) });
  }
  const configuration = { ...leaving(properties, previous), ...configurationOf(properties) };
  if (differs(configurationOf(properties), configurationOf(previous))) {
    await context.call('lambda', 'UpdateFunctionConfiguration', { FunctionName: name, ...configuration });
  }
  await updateConcurrency(name, properties, previous, context);
  await updateTags(name, properties, previous, context);
  return provisioned(name, context);
}

async function updateConcurrency(name: string, properties: Properties, previous: Properties, context: ResourceContext): Promise<void> {
  const reserved = properties.ReservedConcurrentExecutions;
  if (reserved === previous.ReservedConcurrentExecutions) return;
  const input = { FunctionName: name };
  if (reserved === undefined) await context.call('lambda', 'DeleteFunctionConcurrency', input);
  else await context.call('lambda', 'PutFunctionConcurrency', { ...input, ReservedConcurrentExecutions: reserved });
}

async function updateTags(name: string, properties: Properties, previous: Properties, context: ResourceContext): Promise<void> {
  const [tags, before] = [tagsOf(properties), tagsOf(previous)];
  if (!differs(tags, before)) return;
  const resource = functionArn(name, context);
  const gone = Object.keys(before).filter((key) => !(key in tags));
  if (gone.length > 0) await context.call('lambda', 'UntagResource', { Resource: resource, TagKeys: gone });
  if (Object.keys(tags).length > 0) await context.call('lambda', 'TagResource', { Resource: resource, Tags: tags });
}

const functionArn = (name: string, { scope }: ResourceContext): string => `arn:aws:lambda:${scope.region}:${scope.account}:function:${name}`;

const provisioned = (name: string, context: ResourceContext): Provisioned => ({
  physicalId: name,
  attributes: {
    Arn: functionArn(name, context),
    'SnapStartResponse.ApplyOn': 'None',
    'SnapStartResponse.OptimizationStatus': 'Off',
  },
});

/** Inline source becomes a package; anything else is passed on. */
function codeOf({ Code: code, Runtime: runtime }: Properties): object {
  const { ZipFile: source, ...rest } = code;
  return source === undefined ? rest : { ...rest, ZipFile: inlinePackage(source, runtime ?? '') };
}

/** Inline source is packed for its runtime. */
const codeState = ({ Code: code, Architectures: architectures, Runtime: runtime }: Properties): unknown => [
  code,
  architectures,
  code.ZipFile === undefined ? undefined : runtime?.startsWith('python'),
];

const configurationOf = (properties: Properties): Record<string, unknown> => given(properties, configurationProperties);

/** What was configured before and is not any more. */
const leaving = (properties: Properties, previous: Properties): Record<string, unknown> =>
  Object.fromEntries(configurationProperties.filter((name) => previous[name] !== undefined && properties[name] === undefined).map((name) => [name, defaults[name]]));

const given = (properties: Properties, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(names.filter((name) => properties[name] !== undefined).map((name) => [name, properties[name]]));

const tagsOf = ({ Tags: tags = [] }: Properties): Record<string, string> => Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value ?? '']));

const differs = (one: unknown, other: unknown): boolean => JSON.stringify(one) !== JSON.stringify(other);
