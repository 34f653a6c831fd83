import type { ObjectRecord } from './records.js';

/** What happened to an object, before it takes a destination's form. Plain data: it waits in the scheduler. */
export interface ObjectEvent {
  /** `ObjectCreated:Put`. */
  readonly name: string;
  readonly bucket: string;
  readonly bucketOwner: string;
  readonly region: string;
  readonly key: string;
  readonly size: number | undefined;
  readonly etag: string | undefined;
  readonly versionId: string | undefined;
  readonly sequencer: string;
  readonly atMs: number;
  readonly requestId: string;
  /** User id of the caller, and its account. */
  readonly principalId: string;
  readonly requester: string;
  /** Of a transition. */
  readonly storageClass?: string | undefined;
}

/** Grows with each change of a key. */
export const sequencerOf = (record: ObjectRecord, nowMs: number): string =>
  `00${nowMs.toString(16).padStart(12, '0')}${(2 ** 50 - record.order).toString(16).padStart(4, '0')}`.toUpperCase();

const createdReasons: Readonly<Record<string, string>> = {
  Put: 'PutObject',
  Post: 'POST Object',
  Copy: 'CopyObject',
  CompleteMultipartUpload: 'CompleteMultipartUpload',
};

const detailTypes: Readonly<Record<string, string>> = {
  ObjectCreated: 'Object Created',
  ObjectRemoved: 'Object Deleted',
  LifecycleExpiration: 'Object Deleted',
  LifecycleTransition: 'Object Storage Class Changed',
  'ObjectTagging:Put': 'Object Tags Added',
  'ObjectTagging:Delete': 'Object Tags Deleted',
};

/**
 * The event as EventBridge gets it.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
export function eventBridgeEntry(event: ObjectEvent) {
  const [family, kind] = event.name.split(':') as [string, string | undefined];
  const lifecycle = family.startsWith('Lifecycle');
  return {
    Source: 'aws.s3',
    DetailType: detailTypes[event.name] ?? detailTypes[family]!,
    Resources: [`arn:aws:s3:::${event.bucket}`],
    Time: new Date(event.atMs),
    Detail: JSON.stringify({
      version: '0',
      bucket: { name: event.bucket },
      object: {
        key: event.key,
        ...(family === 'ObjectCreated' ? { size: event.size } : {}),
        ...(event.etag === undefined ? {} : { etag: event.etag }),
        ...(event.versionId === undefined ? {} : { 'version-id': event.versionId }),
        sequencer: event.sequencer,
      },
      'request-id': event.requestId,
      requester: lifecycle ? 's3.amazonaws.com' : event.requester,
      ...(lifecycle ? {} : { 'source-ip-address': '127.0.0.1' }),
      ...reasonOf(event, family, kind),
    }),
  };
}

function reasonOf(event: ObjectEvent, family: string, kind: string | undefined): Record<string, unknown> {
  if (family === 'ObjectCreated') return { reason: createdReasons[kind!] };
  if (family === 'LifecycleTransition') return { 'destination-storage-class': event.storageClass };
  if (family === 'ObjectTagging') return {};
  return {
    reason: family === 'LifecycleExpiration' ? 'Lifecycle Expiration' : 'DeleteObject',
    'deletion-type': kind === 'Delete' ? 'Permanently Deleted' : 'Delete Marker Created',
  };
}

/**
 * The message that queues, topics and functions get.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export const notificationMessage = (event: ObjectEvent, configurationId: string) => ({
  Records: [
    {
      eventVersion: event.name.startsWith('Object') && !event.name.startsWith('ObjectTagging') ? '2.1' : '2.3',
      eventSource: 'aws:s3',
      awsRegion: event.region,
      eventTime: new Date(event.atMs).toISOString(),
      eventName: event.name,
      userIdentity: { principalId: `AWS:${event.principalId}` },
      requestParameters: { sourceIPAddress: '127.0.0.1' },
      responseElements: { 'x-amz-request-id': event.requestId, 'x-amz-id-2': event.requestId },
      s3: {
        s3SchemaVersion: '1.0',
        configurationId,
        bucket: { name: event.bucket, ownerIdentity: { principalId: event.bucketOwner }, arn: `arn:aws:s3:::${event.bucket}` },
        object: {
          key: formEncode(event.key),
          ...(event.size === undefined ? {} : { size: event.size }),
          ...(event.etag === undefined ? {} : { eTag: event.etag }),
          ...(event.versionId === undefined ? {} : { versionId: event.versionId }),
          sequencer: event.sequencer,
        },
      },
    },
  ],
});

/** Keys stand in messages as HTML forms encode them, slashes kept. */
const formEncode = (key: string): string => encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');

/** What S3 sends when a configuration is put. */
export const testEvent = (bucket: string, nowMs: number, requestId: string) => ({
  Service: 'Amazon S3',
  Event: 's3:TestEvent',
  Time: new Date(nowMs).toISOString(),
  Bucket: bucket,
  RequestId: requestId,
  HostId: requestId,
});
