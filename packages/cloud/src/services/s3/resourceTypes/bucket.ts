import { AwsError } from '../../../kernel/errors.js';
import { resourceType } from '../../../kernel/resourceType.js';
import type { Provisioned, ResourceContext } from '../../../kernel/resourceType.js';
import { cannedAcl, corsRules, encryptionRules, lifecycleRules, notificationConfiguration } from './bucketProperties.js';
import type { BucketProperties } from './bucketProperties.js';
import { bucketShapes, unsupportedBucketProperties } from './bucketShapes.js';

type Call = readonly [operation: string, input: object];

/** How each property is put on a bucket, and taken off again where it has left the template. */
const settings: Readonly<Partial<Record<keyof BucketProperties, (properties: BucketProperties) => Call>>> = {
  OwnershipControls: ({ OwnershipControls }) =>
    OwnershipControls ? ['PutBucketOwnershipControls', { OwnershipControls }] : ['DeleteBucketOwnershipControls', {}],
  PublicAccessBlockConfiguration: ({ PublicAccessBlockConfiguration }) =>
    PublicAccessBlockConfiguration ? ['PutPublicAccessBlock', { PublicAccessBlockConfiguration }] : ['DeletePublicAccessBlock', {}],
  VersioningConfiguration: ({ VersioningConfiguration }) => [
    'PutBucketVersioning',
    { VersioningConfiguration: VersioningConfiguration ?? { Status: 'Suspended' } },
  ],
  BucketEncryption: ({ BucketEncryption }) =>
    BucketEncryption
      ? ['PutBucketEncryption', { ServerSideEncryptionConfiguration: { Rules: encryptionRules(BucketEncryption.ServerSideEncryptionConfiguration) } }]
      : ['DeleteBucketEncryption', {}],
  CorsConfiguration: ({ CorsConfiguration }) =>
    CorsConfiguration ? ['PutBucketCors', { CORSConfiguration: { CORSRules: corsRules(CorsConfiguration.CorsRules) } }] : ['DeleteBucketCors', {}],
  LifecycleConfiguration: ({ LifecycleConfiguration: lifecycle }) =>
    lifecycle
      ? [
          'PutBucketLifecycleConfiguration',
          {
            LifecycleConfiguration: { Rules: lifecycleRules(lifecycle.Rules) },
            TransitionDefaultMinimumObjectSize: lifecycle.TransitionDefaultMinimumObjectSize,
          },
        ]
      : ['DeleteBucketLifecycle', {}],
  Tags: ({ Tags }) => (Tags && Tags.length > 0 ? ['PutBucketTagging', { Tagging: { TagSet: Tags } }] : ['DeleteBucketTagging', {}]),
  NotificationConfiguration: ({ NotificationConfiguration }) => [
    'PutBucketNotificationConfiguration',
    { NotificationConfiguration: notificationConfiguration(NotificationConfiguration) },
  ],
};

/** Puts on what differs from before. */
async function apply(Bucket: string, next: BucketProperties, previous: BucketProperties, context: ResourceContext): Promise<void> {
  for (const [property, callFor] of Object.entries(settings) as [keyof BucketProperties, (properties: BucketProperties) => Call][]) {
    if (JSON.stringify(next[property]) === JSON.stringify(previous[property])) continue;
    const [operation, input] = callFor(next);
    await context.call('s3', operation, { Bucket, ...input });
  }
}

function provisioned(name: string, { scope }: ResourceContext): Provisioned {
  return {
    physicalId: name,
    attributes: {
      Arn: `arn:aws:s3:::${name}`,
      DomainName: `${name}.s3.amazonaws.com`,
      DualStackDomainName: `${name}.s3.dualstack.${scope.region}.amazonaws.com`,
      RegionalDomainName: `${name}.s3.${scope.region}.amazonaws.com`,
    },
  };
}

async function remove(Bucket: string, context: ResourceContext): Promise<void> {
  try {
    await context.call('s3', 'DeleteBucket', { Bucket });
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'NoSuchBucket') throw error;
  }
}

export const bucket = resourceType({
  type: 'AWS::S3::Bucket',
  properties: bucketShapes,
  unsupported: unsupportedBucketProperties,
  createOnly: ['BucketName'],
  async create(properties: BucketProperties, context) {
    const name = properties.BucketName ?? context.physicalName({ maxLength: 63, lowercase: true });
    const { region } = context.scope;
    const ownership = properties.OwnershipControls?.Rules[0]?.ObjectOwnership;
    await context.call('s3', 'CreateBucket', {
      Bucket: name,
      ...(region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region } }),
      ...(properties.AccessControl === undefined ? {} : { ACL: cannedAcl(properties.AccessControl) }),
      ...(ownership === undefined ? {} : { ObjectOwnership: ownership }),
    });
    try {
      await apply(name, properties, {}, context);
    } catch (error) {
      await remove(name, context);
      throw error;
    }
    return provisioned(name, context);
  },
  async update(name, next: BucketProperties, previous: BucketProperties, context) {
    if (next.AccessControl !== previous.AccessControl) {
      await context.call('s3', 'PutBucketAcl', { Bucket: name, ACL: cannedAcl(next.AccessControl ?? 'Private') });
    }
    await apply(name, next, previous, context);
    return provisioned(name, context);
  },
  delete: (name, _properties, context) => remove(name, context),
});
