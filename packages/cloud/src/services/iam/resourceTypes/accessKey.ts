import { resourceType } from '../../../kernel/resourceType.js';
import { ignoringGone } from './holding.js';

interface AccessKeyProperties {
  readonly UserName: string;
  readonly Status?: string;
  readonly Serial?: number;
}

/** Has no update: the secret, an attribute, is told at creation only. A change of Status makes a new key. */
export const accessKey = resourceType({
  type: 'AWS::IAM::AccessKey',
  properties: { Serial: 'integer', Status: 'string', UserName: 'string' },
  required: ['UserName'],
  createOnly: ['Serial', 'UserName'],
  async create({ UserName, Status }: AccessKeyProperties, context) {
    const { AccessKey } = await context.call<{ AccessKey: { AccessKeyId: string; SecretAccessKey: string } }>('iam', 'CreateAccessKey', { UserName });
    const { AccessKeyId, SecretAccessKey } = AccessKey;
    if (Status === 'Inactive') await context.call('iam', 'UpdateAccessKey', { UserName, AccessKeyId, Status });
    return { physicalId: AccessKeyId, attributes: { SecretAccessKey } };
  },
  delete: (AccessKeyId, { UserName }: AccessKeyProperties, context) =>
    ignoringGone(context.call('iam', 'DeleteAccessKey', { UserName, AccessKeyId })),
});
