import { resourceType } from '../../../kernel/resourceType.js';
import { deleteQuietly } from './shared.js';

interface ResourceProperties {
  readonly RestApiId: string;
  readonly ParentId: string;
  readonly PathPart: string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-resource.html */
export const resourceResourceType = resourceType({
  type: 'AWS::ApiGateway::Resource',
  properties: { RestApiId: 'string', ParentId: 'string', PathPart: 'string' },
  required: ['RestApiId', 'ParentId', 'PathPart'],
  createOnly: ['RestApiId', 'ParentId', 'PathPart'],
  async create({ RestApiId: restApiId, ParentId: parentId, PathPart: pathPart }: ResourceProperties, context) {
    const { id } = await context.call<{ id: string }>('apigateway', 'CreateResource', { restApiId, parentId, pathPart });
    return { physicalId: id, attributes: { ResourceId: id } };
  },
  delete: (resourceId, { RestApiId: restApiId }: ResourceProperties, context) => deleteQuietly(context, 'DeleteResource', { restApiId, resourceId }),
});
