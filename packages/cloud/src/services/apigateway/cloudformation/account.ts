import { resourceType } from '../../../kernel/resourceType.js';
import type { ResourceContext } from '../../../kernel/resourceType.js';

interface AccountProperties {
  readonly CloudWatchRoleArn?: string;
}

const setRole = ({ CloudWatchRoleArn: value = '' }: AccountProperties, context: ResourceContext) =>
  context.call('apigateway', 'UpdateAccount', { patchOperations: [{ op: 'replace', path: '/cloudwatchRoleArn', value }] });

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-account.html */
export const accountType = resourceType({
  type: 'AWS::ApiGateway::Account',
  properties: { CloudWatchRoleArn: 'string' },
  async create(properties: AccountProperties, context) {
    await setRole(properties, context);
    const id = context.physicalName();
    return { physicalId: id, attributes: { Id: id } };
  },
  async update(id, properties: AccountProperties, _previous, context) {
    await setRole(properties, context);
    return { physicalId: id, attributes: { Id: id } };
  },
  /** The account's setting outlives the resource, as on AWS. */
  delete: () => Promise.resolve(),
});
