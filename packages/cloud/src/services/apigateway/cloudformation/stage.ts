import { resourceType } from '../../../kernel/resourceType.js';
import type { Provisioned, ResourceContext } from '../../../kernel/resourceType.js';
import type { Patch } from '../domain/patch.js';
import { methodSettingsShape, settingPatches } from './methodSettings.js';
import type { MethodSetting } from './methodSettings.js';
import { deleteQuietly, mapPatches, orUndo, retag, tagMap, tagsShape } from './shared.js';
import type { TagList } from './shared.js';

export interface StageProperties {
  readonly RestApiId: string;
  readonly StageName?: string;
  readonly DeploymentId?: string;
  readonly Description?: string;
  readonly AccessLogSetting?: { readonly DestinationArn?: string; readonly Format?: string };
  readonly CacheClusterEnabled?: boolean;
  readonly MethodSettings?: readonly MethodSetting[];
  readonly TracingEnabled?: boolean;
  readonly Variables?: Readonly<Record<string, string>>;
  readonly Tags?: TagList;
}

type Settings = Pick<StageProperties, 'AccessLogSetting' | 'CacheClusterEnabled' | 'MethodSettings' | 'TracingEnabled' | 'Variables' | 'Description'>;

function logPatches({ AccessLogSetting: before }: Settings, { AccessLogSetting: after }: Settings): Patch[] {
  if (!after) return before ? [{ op: 'remove', path: '/accessLogSettings' }] : [];
  return [
    ...(after.DestinationArn === undefined ? [] : [{ op: 'replace', path: '/accessLogSettings/destinationArn', value: after.DestinationArn }]),
    ...(after.Format === undefined ? [] : [{ op: 'replace', path: '/accessLogSettings/format', value: after.Format }]),
  ];
}

/** Patches that turn the settings of a stage into these. */
export function stagePatches(before: Settings, after: Settings): Patch[] {
  const replace = (path: string, was: unknown, is: unknown): Patch[] => (was === is ? [] : [{ op: 'replace', path, value: String(is ?? '') }]);
  return [
    ...replace('/description', before.Description, after.Description),
    ...replace('/tracingEnabled', before.TracingEnabled ?? false, after.TracingEnabled ?? false),
    ...replace('/cacheClusterEnabled', before.CacheClusterEnabled ?? false, after.CacheClusterEnabled ?? false),
    ...mapPatches('/variables', before.Variables, after.Variables),
    ...logPatches(before, after),
    ...settingPatches(before.MethodSettings ?? [], after.MethodSettings ?? []),
  ];
}

const provisioned = (stageName: string): Provisioned => ({ physicalId: stageName, attributes: {} });

async function create(properties: StageProperties, context: ResourceContext): Promise<Provisioned> {
  const { RestApiId: restApiId, StageName: stageName = '', DeploymentId: deploymentId = '' } = properties;
  const { Description: description, TracingEnabled: tracingEnabled, Variables: variables } = properties;
  await context.call('apigateway', 'CreateStage', { restApiId, stageName, deploymentId, description, tracingEnabled, variables, tags: tagMap(properties.Tags) });
  const patchOperations = stagePatches({ Description: description!, TracingEnabled: tracingEnabled!, Variables: variables! }, properties);
  await orUndo(
    async () => {
      if (patchOperations.length > 0) await context.call('apigateway', 'UpdateStage', { restApiId, stageName, patchOperations });
    },
    () => deleteQuietly(context, 'DeleteStage', { restApiId, stageName }),
  );
  return provisioned(stageName);
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-stage.html */
export const stageType = resourceType({
  type: 'AWS::ApiGateway::Stage',
  properties: {
    RestApiId: 'string',
    StageName: 'string',
    DeploymentId: 'string',
    Description: 'string',
    AccessLogSetting: { properties: { DestinationArn: 'string', Format: 'string' } },
    CacheClusterEnabled: 'boolean',
    MethodSettings: methodSettingsShape,
    TracingEnabled: 'boolean',
    Variables: { map: 'string' },
    Tags: tagsShape,
  },
  required: ['RestApiId'],
  unsupported: ['CacheClusterSize', 'CanarySetting', 'ClientCertificateId', 'DocumentationVersion'],
  createOnly: ['RestApiId', 'StageName'],
  create,
  async update(stageName, properties: StageProperties, previous: StageProperties, context) {
    const { RestApiId: restApiId, DeploymentId: value } = properties;
    const move = value === previous.DeploymentId ? [] : [{ op: 'replace', path: '/deploymentId', value }];
    await context.call('apigateway', 'UpdateStage', { restApiId, stageName, patchOperations: [...move, ...stagePatches(previous, properties)] });
    await retag(context, `/restapis/${restApiId}/stages/${stageName}`, previous.Tags, properties.Tags);
    return provisioned(stageName);
  },
  delete: (stageName, { RestApiId: restApiId }: StageProperties, context) => deleteQuietly(context, 'DeleteStage', { restApiId, stageName }),
});
