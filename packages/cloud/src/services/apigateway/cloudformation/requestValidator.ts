import { resourceType } from '../../../kernel/resourceType.js';
import type { Provisioned } from '../../../kernel/resourceType.js';
import { deleteQuietly } from './shared.js';

interface ValidatorProperties {
  readonly RestApiId: string;
  readonly Name?: string;
  readonly ValidateRequestBody?: boolean;
  readonly ValidateRequestParameters?: boolean;
}

const provisioned = (id: string): Provisioned => ({ physicalId: id, attributes: { RequestValidatorId: id } });

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-requestvalidator.html */
export const requestValidatorType = resourceType({
  type: 'AWS::ApiGateway::RequestValidator',
  properties: { RestApiId: 'string', Name: 'string', ValidateRequestBody: 'boolean', ValidateRequestParameters: 'boolean' },
  required: ['RestApiId'],
  createOnly: ['RestApiId', 'Name'],
  async create({ RestApiId: restApiId, Name: name, ValidateRequestBody: validateRequestBody, ValidateRequestParameters: validateRequestParameters }: ValidatorProperties, context) {
    const { id } = await context.call<{ id: string }>('apigateway', 'CreateRequestValidator', { restApiId, name, validateRequestBody, validateRequestParameters });
    return provisioned(id);
  },
  async update(requestValidatorId, { RestApiId: restApiId, ValidateRequestBody = false, ValidateRequestParameters = false }: ValidatorProperties, _previous, context) {
    const patchOperations = [
      { op: 'replace', path: '/validateRequestBody', value: String(ValidateRequestBody) },
      { op: 'replace', path: '/validateRequestParameters', value: String(ValidateRequestParameters) },
    ];
    await context.call('apigateway', 'UpdateRequestValidator', { restApiId, requestValidatorId, patchOperations });
    return provisioned(requestValidatorId);
  },
  delete: (requestValidatorId, { RestApiId: restApiId }: ValidatorProperties, context) => deleteQuietly(context, 'DeleteRequestValidator', { restApiId, requestValidatorId }),
});
