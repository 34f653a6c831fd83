import { resourceType } from '../../../kernel/resourceType.js';
import type { Provisioned } from '../../../kernel/resourceType.js';
import { deleteQuietly, retag, tagMap, tagsShape } from './shared.js';
import type { TagList } from './shared.js';

interface ApiKeyProperties {
  readonly Name?: string;
  readonly Value?: string;
  readonly CustomerId?: string;
  readonly Description?: string;
  readonly Enabled?: boolean;
  readonly StageKeys?: readonly { readonly RestApiId?: string; readonly StageName?: string }[];
  readonly Tags?: TagList;
}

const provisioned = (id: string): Provisioned => ({ physicalId: id, attributes: { APIKeyId: id } });

const stagesOf = ({ StageKeys = [] }: ApiKeyProperties): string[] => StageKeys.map(({ RestApiId, StageName }) => `${RestApiId}/${StageName}`);

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-apikey.html */
export const apiKeyType = resourceType({
  type: 'AWS::ApiGateway::ApiKey',
  properties: {
    Name: 'string',
    Value: 'string',
    CustomerId: 'string',
    Description: 'string',
    Enabled: 'boolean',
    GenerateDistinctId: 'boolean',
    StageKeys: [{ properties: { RestApiId: 'string', StageName: 'string' } }],
    Tags: tagsShape,
  },
  createOnly: ['Name', 'Value', 'GenerateDistinctId'],
  async create(properties: ApiKeyProperties, context) {
    const { id } = await context.call<{ id: string }>('apigateway', 'CreateApiKey', {
      name: properties.Name ?? context.physicalName(),
      value: properties.Value,
      customerId: properties.CustomerId,
      description: properties.Description,
      enabled: properties.Enabled,
      stageKeys: properties.StageKeys?.map(({ RestApiId: restApiId, StageName: stageName }) => ({ restApiId, stageName })),
      tags: tagMap(properties.Tags),
    });
    return provisioned(id);
  },
  async update(apiKey, properties: ApiKeyProperties, previous: ApiKeyProperties, context) {
    const stages = stagesOf(properties);
    const before = stagesOf(previous);
    const patchOperations = [
      { op: 'replace', path: '/customerId', value: properties.CustomerId ?? '' },
      { op: 'replace', path: '/description', value: properties.Description ?? '' },
      { op: 'replace', path: '/enabled', value: String(properties.Enabled ?? false) },
      ...before.filter((stage) => !stages.includes(stage)).map((value) => ({ op: 'remove', path: '/stages', value })),
      ...stages.filter((stage) => !before.includes(stage)).map((value) => ({ op: 'add', path: '/stages', value })),
    ];
    await context.call('apigateway', 'UpdateApiKey', { apiKey, patchOperations });
    await retag(context, `/apikeys/${apiKey}`, previous.Tags, properties.Tags);
    return provisioned(apiKey);
  },
  delete: (apiKey, _properties, context) => deleteQuietly(context, 'DeleteApiKey', { apiKey }),
});
