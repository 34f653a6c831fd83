import { AwsError } from '../../../kernel/errors.js';
import { resourceType } from '../../../kernel/resourceType.js';
import type { ResourceContext } from '../../../kernel/resourceType.js';

interface BucketPolicyProperties {
  readonly Bucket: string;
  readonly PolicyDocument: unknown;
}

async function put({ Bucket, PolicyDocument: document }: BucketPolicyProperties, context: ResourceContext) {
  await context.call('s3', 'PutBucketPolicy', { Bucket, Policy: typeof document === 'string' ? document : JSON.stringify(document) });
  return { physicalId: Bucket, attributes: {} };
}

export const bucketPolicy = resourceType({
  type: 'AWS::S3::BucketPolicy',
  properties: { Bucket: 'string', PolicyDocument: 'json' },
  required: ['Bucket', 'PolicyDocument'],
  createOnly: ['Bucket'],
  create: put,
  update: (_id, next: BucketPolicyProperties, _previous, context) => put(next, context),
  async delete(_id, { Bucket }: BucketPolicyProperties, context) {
    try {
      await context.call('s3', 'DeleteBucketPolicy', { Bucket });
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== 'NoSuchBucket') throw error;
    }
  },
});
