import type { CORSRule, LifecycleRule, LifecycleRuleFilter, NotificationConfiguration, ServerSideEncryptionRule, Tag } from '@aws-sdk/client-s3';

/** Properties of AWS::S3::Bucket, as their shapes have checked them. */
export interface BucketProperties {
  readonly AccessControl?: string;
  readonly BucketEncryption?: { readonly ServerSideEncryptionConfiguration: readonly CfnEncryptionRule[] };
  readonly BucketName?: string;
  readonly CorsConfiguration?: { readonly CorsRules: readonly CfnCorsRule[] };
  readonly LifecycleConfiguration?: { readonly Rules: readonly CfnLifecycleRule[]; readonly TransitionDefaultMinimumObjectSize?: string };
  readonly NotificationConfiguration?: CfnNotification;
  readonly OwnershipControls?: { readonly Rules: readonly { readonly ObjectOwnership?: string }[] };
  readonly PublicAccessBlockConfiguration?: Readonly<Record<string, boolean>>;
  readonly Tags?: readonly Tag[];
  readonly VersioningConfiguration?: { readonly Status: string };
}

interface CfnEncryptionRule {
  readonly BucketKeyEnabled?: boolean;
  readonly BlockedEncryptionTypes?: object;
  readonly ServerSideEncryptionByDefault?: { readonly KMSMasterKeyID?: string; readonly SSEAlgorithm: string };
}

interface CfnCorsRule {
  readonly AllowedHeaders?: string[];
  readonly AllowedMethods: string[];
  readonly AllowedOrigins: string[];
  readonly ExposedHeaders?: string[];
  readonly Id?: string;
  readonly MaxAge?: number;
}

interface CfnTransition {
  readonly StorageClass: string;
  readonly TransitionDate?: string;
  readonly TransitionInDays?: number;
}

interface CfnNoncurrentTransition {
  readonly NewerNoncurrentVersions?: number;
  readonly StorageClass: string;
  readonly TransitionInDays: number;
}

interface CfnLifecycleRule {
  readonly AbortIncompleteMultipartUpload?: { readonly DaysAfterInitiation: number };
  readonly ExpirationDate?: string;
  readonly ExpirationInDays?: number;
  readonly ExpiredObjectDeleteMarker?: boolean;
  readonly Id?: string;
  readonly NoncurrentVersionExpiration?: { readonly NewerNoncurrentVersions?: number; readonly NoncurrentDays: number };
  readonly NoncurrentVersionExpirationInDays?: number;
  readonly NoncurrentVersionTransition?: CfnNoncurrentTransition;
  readonly NoncurrentVersionTransitions?: readonly CfnNoncurrentTransition[];
  readonly ObjectSizeGreaterThan?: number;
  readonly ObjectSizeLessThan?: number;
  readonly Prefix?: string;
  readonly Status: string;
  readonly TagFilters?: readonly Tag[];
  readonly Transition?: CfnTransition;
  readonly Transitions?: readonly CfnTransition[];
}

interface CfnFilter {
  readonly S3Key: { readonly Rules: readonly { readonly Name: string; readonly Value: string }[] };
}

interface CfnDestination {
  readonly Event: string;
  readonly Filter?: CfnFilter;
  readonly Function?: string;
  readonly Queue?: string;
  readonly Topic?: string;
}

interface CfnNotification {
  readonly EventBridgeConfiguration?: { readonly EventBridgeEnabled?: boolean };
  readonly LambdaConfigurations?: readonly CfnDestination[];
  readonly QueueConfigurations?: readonly CfnDestination[];
  readonly TopicConfigurations?: readonly CfnDestination[];
}

/** Templates and S3's API name many members differently; these give the API's. */
export const encryptionRules = (rules: readonly CfnEncryptionRule[]): object[] =>
  rules.map(({ ServerSideEncryptionByDefault: byDefault, BucketKeyEnabled, BlockedEncryptionTypes }) => ({
    ...(byDefault
      ? { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: byDefault.SSEAlgorithm, KMSMasterKeyID: byDefault.KMSMasterKeyID } as ServerSideEncryptionRule['ApplyServerSideEncryptionByDefault'] }
      : {}),
    ...(BucketKeyEnabled === undefined ? {} : { BucketKeyEnabled }),
    ...(BlockedEncryptionTypes ? { BlockedEncryptionTypes } : {}),
  }));

export const corsRules = (rules: readonly CfnCorsRule[]): CORSRule[] =>
  rules.map(({ Id, MaxAge, ExposedHeaders, AllowedHeaders, AllowedMethods, AllowedOrigins }) => ({
    ID: Id,
    MaxAgeSeconds: MaxAge,
    ExposeHeaders: ExposedHeaders,
    AllowedHeaders,
    AllowedMethods,
    AllowedOrigins,
  }));

export const lifecycleRules = (rules: readonly CfnLifecycleRule[]): LifecycleRule[] =>
  rules.map((rule) => ({
    ID: rule.Id,
    Status: rule.Status as LifecycleRule['Status'],
    Filter: filterOf(rule),
    Expiration: expirationOf(rule),
    AbortIncompleteMultipartUpload: rule.AbortIncompleteMultipartUpload,
    NoncurrentVersionExpiration:
      rule.NoncurrentVersionExpiration ??
      (rule.NoncurrentVersionExpirationInDays === undefined ? undefined : { NoncurrentDays: rule.NoncurrentVersionExpirationInDays }),
    Transitions: transitionsOf(rule),
    NoncurrentVersionTransitions: noncurrentTransitionsOf(rule),
  }));

function filterOf(rule: CfnLifecycleRule): LifecycleRuleFilter {
  const { Prefix, ObjectSizeGreaterThan, ObjectSizeLessThan, TagFilters: tags = [] } = rule;
  const given = { Prefix, ObjectSizeGreaterThan, ObjectSizeLessThan };
  const parts = Object.values(given).filter((value) => value !== undefined).length + tags.length;
  if (parts > 1) return { And: { ...given, ...(tags.length > 0 ? { Tags: [...tags] } : {}) } };
  if (tags.length === 1) return { Tag: tags[0] };
  return parts === 0 ? { Prefix: '' } : given;
}

function expirationOf({ ExpirationDate, ExpirationInDays, ExpiredObjectDeleteMarker }: CfnLifecycleRule): LifecycleRule['Expiration'] {
  if (ExpirationDate !== undefined) return { Date: new Date(ExpirationDate) };
  if (ExpirationInDays !== undefined) return { Days: ExpirationInDays };
  return ExpiredObjectDeleteMarker === undefined ? undefined : { ExpiredObjectDeleteMarker };
}

function transitionsOf(rule: CfnLifecycleRule): LifecycleRule['Transitions'] {
  const all = [...(rule.Transition ? [rule.Transition] : []), ...(rule.Transitions ?? [])];
  if (all.length === 0) return undefined;
  return all.map(({ StorageClass, TransitionDate, TransitionInDays }) => ({
    StorageClass: StorageClass as NonNullable<LifecycleRule['Transitions']>[number]['StorageClass'],
    ...(TransitionDate === undefined ? { Days: TransitionInDays } : { Date: new Date(TransitionDate) }),
  }));
}

function noncurrentTransitionsOf(rule: CfnLifecycleRule): LifecycleRule['NoncurrentVersionTransitions'] {
  const all = [...(rule.NoncurrentVersionTransition ? [rule.NoncurrentVersionTransition] : []), ...(rule.NoncurrentVersionTransitions ?? [])];
  if (all.length === 0) return undefined;
  return all.map(({ NewerNoncurrentVersions, StorageClass, TransitionInDays }) => ({
    NewerNoncurrentVersions,
    NoncurrentDays: TransitionInDays,
    StorageClass: StorageClass as NonNullable<LifecycleRule['NoncurrentVersionTransitions']>[number]['StorageClass'],
  }));
}

export function notificationConfiguration(given: CfnNotification = {}): NotificationConfiguration {
  const common = ({ Event, Filter }: CfnDestination) => ({
    Events: [Event] as NonNullable<NotificationConfiguration['QueueConfigurations']>[number]['Events'],
    ...(Filter ? { Filter: { Key: { FilterRules: Filter.S3Key.Rules.map(({ Name, Value }) => ({ Name: Name.toLowerCase() as 'prefix', Value })) } } } : {}),
  });
  return {
    ...(given.EventBridgeConfiguration && given.EventBridgeConfiguration.EventBridgeEnabled !== false ? { EventBridgeConfiguration: {} } : {}),
    QueueConfigurations: given.QueueConfigurations?.map((item) => ({ ...common(item), QueueArn: item.Queue })),
    TopicConfigurations: given.TopicConfigurations?.map((item) => ({ ...common(item), TopicArn: item.Topic })),
    LambdaFunctionConfigurations: given.LambdaConfigurations?.map((item) => ({ ...common(item), LambdaFunctionArn: item.Function })),
  };
}

/** `PublicRead` in templates is `public-read` in the API. */
export const cannedAcl = (accessControl: string): string => accessControl.replace(/(?!^)([A-Z])/g, '-$1').toLowerCase();
