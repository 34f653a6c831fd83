import { AwsError } from '../../../kernel/errors.js';
import { resourceType } from '../../../kernel/resourceType.js';
import type { ResourceContext } from '../../../kernel/resourceType.js';
import { unlessGone } from './gone.js';

export const versionType = resourceType({
  type: 'AWS::Lambda::Version',
  properties: { CodeSha256: 'string', Description: 'string', FunctionName: 'string' },
  required: ['FunctionName'],
  unsupported: ['FunctionScalingConfig', 'ProvisionedConcurrencyConfig', 'RuntimePolicy'],
  createOnly: ['CodeSha256', 'Description', 'FunctionName'],
  async create({ CodeSha256, Description, FunctionName }, context) {
    const before = await lastVersion(FunctionName, context);
    const input = { FunctionName, ...(CodeSha256 !== undefined && { CodeSha256 }), ...(Description !== undefined && { Description }) };
    const { FunctionArn: arn, Version: version } = await context.call<{ FunctionArn: string; Version: string }>('lambda', 'PublishVersion', input);
    if (version === before) {
      throw new AwsError('AlreadyExists', `A version for this Lambda function exists ( ${version} ). Modify the function to create a new version.`);
    }
    return { physicalId: arn, attributes: { FunctionArn: arn, Version: version } };
  },
  delete: (arn, _properties, context) => unlessGone(context.call('lambda', 'DeleteFunction', { FunctionName: arn })),
});

async function lastVersion(name: string, context: ResourceContext): Promise<string | undefined> {
  let last: string | undefined;
  let marker: string | undefined;
  do {
    const input = { FunctionName: name, ...(marker !== undefined && { Marker: marker }) };
    const page = await context.call<{ Versions: { Version: string }[]; NextMarker?: string }>('lambda', 'ListVersionsByFunction', input);
    last = page.Versions.at(-1)?.Version ?? last;
    marker = page.NextMarker;
  } while (marker !== undefined);
  return last;
}
