import { resourceType } from '../../../kernel/resourceType.js';
import type { Provisioned } from '../../../kernel/resourceType.js';
import { deleteQuietly } from './shared.js';

interface ModelProperties {
  readonly RestApiId: string;
  readonly Name?: string;
  readonly ContentType?: string;
  readonly Description?: string;
  readonly Schema?: unknown;
}

const textOf = (schema: unknown): string | undefined => (schema === undefined || typeof schema === 'string' ? schema : JSON.stringify(schema));

const provisioned = (name: string): Provisioned => ({ physicalId: name, attributes: {} });

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-model.html */
export const modelType = resourceType({
  type: 'AWS::ApiGateway::Model',
  properties: { RestApiId: 'string', Name: 'string', ContentType: 'string', Description: 'string', Schema: 'json' },
  required: ['RestApiId'],
  createOnly: ['RestApiId', 'Name', 'ContentType'],
  async create(properties: ModelProperties, context) {
    const { RestApiId: restApiId, Description: description, ContentType: contentType = 'application/json' } = properties;
    // Names are letters and digits alone.
    const name = properties.Name ?? context.physicalName().replace(/[^a-zA-Z0-9]/g, '');
    await context.call('apigateway', 'CreateModel', { restApiId, name, contentType, description, schema: textOf(properties.Schema) });
    return provisioned(name);
  },
  async update(modelName, { RestApiId: restApiId, Description, Schema }: ModelProperties, _previous, context) {
    const patchOperations = [
      { op: 'replace', path: '/description', value: Description ?? '' },
      { op: 'replace', path: '/schema', value: textOf(Schema) },
    ];
    await context.call('apigateway', 'UpdateModel', { restApiId, modelName, patchOperations });
    return provisioned(modelName);
  },
  delete: (modelName, { RestApiId: restApiId }: ModelProperties, context) => deleteQuietly(context, 'DeleteModel', { restApiId, modelName }),
});
