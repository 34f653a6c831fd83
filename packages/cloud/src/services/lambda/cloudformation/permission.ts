import { resourceType } from '../../../kernel/resourceType.js';
import { unlessGone } from './gone.js';

export const permissionType = resourceType({
  type: 'AWS::Lambda::Permission',
  properties: {
    Action: 'string',
    EventSourceToken: 'string',
    FunctionName: 'string',
    Principal: 'string',
    PrincipalOrgID: 'string',
    SourceAccount: 'string',
    SourceArn: 'string',
  },
  required: ['Action', 'FunctionName', 'Principal'],
  unsupported: ['FunctionUrlAuthType', 'InvokedViaFunctionUrl'],
  createOnly: ['Action', 'EventSourceToken', 'FunctionName', 'Principal', 'PrincipalOrgID', 'SourceAccount', 'SourceArn'],
  async create(properties, context) {
    const id = context.physicalName({ maxLength: 100 });
    await context.call('lambda', 'AddPermission', { ...properties, StatementId: id });
    return { physicalId: id, attributes: { Id: id } };
  },
  delete: (id, { FunctionName }, context) => unlessGone(context.call('lambda', 'RemovePermission', { FunctionName, StatementId: id })),
});
