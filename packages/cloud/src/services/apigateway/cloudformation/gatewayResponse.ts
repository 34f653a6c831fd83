import { resourceType } from '../../../kernel/resourceType.js';
import type { Provisioned, ResourceContext } from '../../../kernel/resourceType.js';
import { deleteQuietly } from './shared.js';

interface GatewayResponseProperties {
  readonly RestApiId: string;
  readonly ResponseType: string;
  readonly StatusCode?: string;
  readonly ResponseParameters?: object;
  readonly ResponseTemplates?: object;
}

async function put(properties: GatewayResponseProperties, context: ResourceContext): Promise<Provisioned> {
  const { RestApiId: restApiId, ResponseType: responseType } = properties;
  await context.call('apigateway', 'PutGatewayResponse', {
    restApiId,
    responseType,
    statusCode: properties.StatusCode,
    responseParameters: properties.ResponseParameters,
    responseTemplates: properties.ResponseTemplates,
  });
  const id = `${restApiId}|${responseType}`;
  return { physicalId: id, attributes: { Id: id } };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-gatewayresponse.html */
export const gatewayResponseType = resourceType({
  type: 'AWS::ApiGateway::GatewayResponse',
  properties: { RestApiId: 'string', ResponseType: 'string', StatusCode: 'string', ResponseParameters: { map: 'string' }, ResponseTemplates: { map: 'string' } },
  required: ['RestApiId', 'ResponseType'],
  createOnly: ['RestApiId', 'ResponseType'],
  create: put,
  update: (_physicalId, properties: GatewayResponseProperties, _previous, context) => put(properties, context),
  delete: (_physicalId, { RestApiId: restApiId, ResponseType: responseType }: GatewayResponseProperties, context) => deleteQuietly(context, 'DeleteGatewayResponse', { restApiId, responseType }),
});
