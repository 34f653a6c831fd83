import { AwsError } from '../../../kernel/errors.js';
import { resourceType } from '../../../kernel/resourceType.js';
import type { Provisioned, ResourceContext } from '../../../kernel/resourceType.js';
import { methodSettingsShape, settingProperties } from './methodSettings.js';
import type { MethodSetting } from './methodSettings.js';
import { deleteQuietly, orUndo } from './shared.js';
import { stagePatches } from './stage.js';
import type { StageProperties } from './stage.js';

/** The stage that a deployment makes; its own settings are those of all methods. */
type StageDescription = Omit<StageProperties, 'RestApiId' | 'StageName' | 'DeploymentId'> & MethodSetting;

interface DeploymentProperties {
  readonly RestApiId: string;
  readonly Description?: string;
  readonly StageName?: string;
  readonly StageDescription?: StageDescription;
}

function settingsOf({ AccessLogSetting, Description, MethodSettings = [], TracingEnabled, Variables, Tags: _tags, ...forAll }: StageDescription) {
  const all: MethodSetting[] = Object.keys(forAll).length > 0 ? [{ ...forAll, ResourcePath: '/*', HttpMethod: '*' }] : [];
  return { MethodSettings: [...all, ...MethodSettings], ...definedOf({ AccessLogSetting, Description, TracingEnabled, Variables }) };
}

const definedOf = <T extends object>(values: T): { [K in keyof T]-?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as { [K in keyof T]-?: NonNullable<T[K]> };

const provisioned = (id: string): Provisioned => ({ physicalId: id, attributes: { DeploymentId: id } });

async function create(properties: DeploymentProperties, context: ResourceContext): Promise<Provisioned> {
  const { RestApiId: restApiId, StageName: stageName, StageDescription: description } = properties;
  const { id } = await context.call<{ id: string }>('apigateway', 'CreateDeployment', { restApiId, stageName, description: properties.Description });
  const patchOperations = description && stageName ? stagePatches({}, settingsOf(description)) : [];
  if (patchOperations.length > 0) {
    await orUndo(
      async () => void (await context.call('apigateway', 'UpdateStage', { restApiId, stageName, patchOperations })),
      () => remove(id, properties, context),
    );
  }
  return provisioned(id);
}

/** With its stage, where that still serves it. */
async function remove(deploymentId: string, { RestApiId: restApiId, StageName: stageName }: DeploymentProperties, context: ResourceContext): Promise<void> {
  if (stageName !== undefined && (await servedBy(restApiId, stageName, context)) === deploymentId) await deleteQuietly(context, 'DeleteStage', { restApiId, stageName });
  await deleteQuietly(context, 'DeleteDeployment', { restApiId, deploymentId });
}

async function servedBy(restApiId: string, stageName: string, context: ResourceContext): Promise<string | undefined> {
  try {
    return (await context.call<{ deploymentId: string }>('apigateway', 'GetStage', { restApiId, stageName })).deploymentId;
  } catch (error) {
    if (error instanceof AwsError && error.code === 'NotFoundException') return undefined;
    throw error;
  }
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-deployment.html */
export const deploymentType = resourceType({
  type: 'AWS::ApiGateway::Deployment',
  properties: {
    RestApiId: 'string',
    Description: 'string',
    StageName: 'string',
    StageDescription: {
      properties: {
        ...settingProperties,
        AccessLogSetting: { properties: { DestinationArn: 'string', Format: 'string' } },
        Description: 'string',
        MethodSettings: methodSettingsShape,
        TracingEnabled: 'boolean',
        Variables: { map: 'string' },
      },
    },
  },
  required: ['RestApiId'],
  unsupported: [
    'DeploymentCanarySettings',
    'StageDescription.CacheClusterEnabled',
    'StageDescription.CacheClusterSize',
    'StageDescription.CanarySetting',
    'StageDescription.ClientCertificateId',
    'StageDescription.DocumentationVersion',
    'StageDescription.Tags',
  ],
  createOnly: ['RestApiId', 'StageName', 'StageDescription'],
  create,
  async update(deploymentId, { RestApiId: restApiId, Description: value = '' }: DeploymentProperties, _previous, context) {
    await context.call('apigateway', 'UpdateDeployment', { restApiId, deploymentId, patchOperations: [{ op: 'replace', path: '/description', value }] });
    return provisioned(deploymentId);
  },
  delete: remove,
});
