import { resourceType } from '../../../kernel/resourceType.js';

/**
 * CDK's note of what a stack was made with; a resource of AWS that holds nothing but its own property.
 * https://docs.aws.amazon.com/cdk/v2/guide/usage-data.html
 */
export const cdkMetadata = resourceType({
  type: 'AWS::CDK::Metadata',
  properties: { Analytics: 'string', Modules: 'string' },
  create: async (_properties, context) => ({ physicalId: context.requestToken, attributes: {} }),
  update: async (physicalId) => ({ physicalId, attributes: {} }),
  delete: async () => {},
});
