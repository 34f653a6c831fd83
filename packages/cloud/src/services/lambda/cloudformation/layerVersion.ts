import { resourceType } from '../../../kernel/resourceType.js';
import { unlessGone } from './gone.js';

const createOnly = ['CompatibleArchitectures', 'CompatibleRuntimes', 'Content', 'Description', 'LayerName', 'LicenseInfo'];

export const layerVersionType = resourceType({
  type: 'AWS::Lambda::LayerVersion',
  properties: {
    CompatibleArchitectures: ['string'],
    CompatibleRuntimes: ['string'],
    Content: { properties: { S3Bucket: 'string', S3Key: 'string', S3ObjectVersion: 'string' }, required: ['S3Bucket', 'S3Key'] },
    Description: 'string',
    LayerName: 'string',
    LicenseInfo: 'string',
  },
  required: ['Content'],
  createOnly,
  async create(properties, context) {
    const name = properties.LayerName ?? context.physicalName({ maxLength: 64 });
    const input = { ...properties, LayerName: name };
    const { LayerVersionArn: arn } = await context.call<{ LayerVersionArn: string }>('lambda', 'PublishLayerVersion', input);
    return { physicalId: arn, attributes: { LayerVersionArn: arn } };
  },
  delete(arn, _properties, context) {
    const [, , , , , , name, version] = arn.split(':');
    return unlessGone(context.call('lambda', 'DeleteLayerVersion', { LayerName: name, VersionNumber: Number(version) }));
  },
});
