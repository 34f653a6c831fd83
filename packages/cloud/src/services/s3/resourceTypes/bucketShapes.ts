import type { PropertyShape } from '../../../kernel/resourceType.js';

const filter: PropertyShape = {
  properties: {
    S3Key: {
      properties: { Rules: [{ properties: { Name: 'string', Value: 'string' }, required: ['Name', 'Value'] }] },
      required: ['Rules'],
    },
  },
  required: ['S3Key'],
};

const destination = (name: string): PropertyShape => [
  { properties: { Event: 'string', Filter: filter, [name]: 'string' }, required: ['Event', name] },
];

const transition: PropertyShape = {
  properties: { StorageClass: 'string', TransitionDate: 'string', TransitionInDays: 'integer' },
  required: ['StorageClass'],
};

const noncurrentTransition: PropertyShape = {
  properties: { NewerNoncurrentVersions: 'integer', StorageClass: 'string', TransitionInDays: 'integer' },
  required: ['StorageClass', 'TransitionInDays'],
};

const lifecycleRule: PropertyShape = {
  properties: {
    AbortIncompleteMultipartUpload: { properties: { DaysAfterInitiation: 'integer' }, required: ['DaysAfterInitiation'] },
    ExpirationDate: 'string',
    ExpirationInDays: 'integer',
    ExpiredObjectDeleteMarker: 'boolean',
    Id: 'string',
    NoncurrentVersionExpiration: {
      properties: { NewerNoncurrentVersions: 'integer', NoncurrentDays: 'integer' },
      required: ['NoncurrentDays'],
    },
    NoncurrentVersionExpirationInDays: 'integer',
    NoncurrentVersionTransition: noncurrentTransition,
    NoncurrentVersionTransitions: [noncurrentTransition],
    ObjectSizeGreaterThan: 'integer',
    ObjectSizeLessThan: 'integer',
    Prefix: 'string',
    Status: 'string',
    TagFilters: [{ properties: { Key: 'string', Value: 'string' }, required: ['Key', 'Value'] }],
    Transition: transition,
    Transitions: [transition],
  },
  required: ['Status'],
};

const encryptionRule: PropertyShape = {
  properties: {
    BlockedEncryptionTypes: { properties: { EncryptionType: ['string'] } },
    BucketKeyEnabled: 'boolean',
    ServerSideEncryptionByDefault: { properties: { KMSMasterKeyID: 'string', SSEAlgorithm: 'string' }, required: ['SSEAlgorithm'] },
  },
};

const corsRule: PropertyShape = {
  properties: {
    AllowedHeaders: ['string'],
    AllowedMethods: ['string'],
    AllowedOrigins: ['string'],
    ExposedHeaders: ['string'],
    Id: 'string',
    MaxAge: 'integer',
  },
  required: ['AllowedMethods', 'AllowedOrigins'],
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html */
export const bucketShapes: Readonly<Record<string, PropertyShape>> = {
  AccessControl: 'string',
  BucketEncryption: { properties: { ServerSideEncryptionConfiguration: [encryptionRule] }, required: ['ServerSideEncryptionConfiguration'] },
  BucketName: 'string',
  CorsConfiguration: { properties: { CorsRules: [corsRule] }, required: ['CorsRules'] },
  LifecycleConfiguration: {
    properties: { Rules: [lifecycleRule], TransitionDefaultMinimumObjectSize: 'string' },
    required: ['Rules'],
  },
  NotificationConfiguration: {
    properties: {
      EventBridgeConfiguration: { properties: { EventBridgeEnabled: 'boolean' } },
      LambdaConfigurations: destination('Function'),
      QueueConfigurations: destination('Queue'),
      TopicConfigurations: destination('Topic'),
    },
  },
  OwnershipControls: { properties: { Rules: [{ properties: { ObjectOwnership: 'string' } }] }, required: ['Rules'] },
  PublicAccessBlockConfiguration: {
    properties: { BlockPublicAcls: 'boolean', BlockPublicPolicy: 'boolean', IgnorePublicAcls: 'boolean', RestrictPublicBuckets: 'boolean' },
  },
  Tags: [{ properties: { Key: 'string', Value: 'string' }, required: ['Key', 'Value'] }],
  VersioningConfiguration: { properties: { Status: 'string' }, required: ['Status'] },
};

export const unsupportedBucketProperties: readonly string[] = [
  'AbacStatus',
  'AccelerateConfiguration',
  'AnalyticsConfigurations',
  'BucketNamePrefix',
  'BucketNamespace',
  'IntelligentTieringConfigurations',
  'InventoryConfigurations',
  'LoggingConfiguration',
  'MetadataConfiguration',
  'MetadataTableConfiguration',
  'MetricsConfigurations',
  'ObjectLockConfiguration',
  'ObjectLockEnabled',
  'ReplicationConfiguration',
  'WebsiteConfiguration',
];
