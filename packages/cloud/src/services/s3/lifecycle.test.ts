import { CreateMultipartUploadCommand, GetObjectCommand, HeadObjectCommand, ListMultipartUploadsCommand, ListObjectsV2Command, ListObjectVersionsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { LifecycleRule } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Cloud } from '../../index.js';

const Bucket = 'things';
const dayMs = 86_400_000;
const hourMs = 3_600_000;

let cloud: Cloud;
let s3: S3Client;

beforeEach(async () => {
  // Six in the morning, so that days round up.
  cloud = await Cloud.start({ clock: 'virtual', startAtMs: Date.UTC(2026, 0, 1, 6) });
  s3 = cloud.client(S3Client);
  await cloud.call('s3', 'CreateBucket', { Bucket });
});
afterEach(() => cloud.close());

const rules = (...list: Partial<LifecycleRule>[]) =>
  cloud.call('s3', 'PutBucketLifecycleConfiguration', {
    Bucket,
    LifecycleConfiguration: { Rules: list.map((rule, at) => ({ ID: `rule-${at}`, Status: 'Enabled', Filter: { Prefix: '' }, ...rule })) },
  });
const put = (Key: string, more: object = {}) => s3.send(new PutObjectCommand({ Bucket, Key, Body: 'hello', ...more }));
const keys = async () => ((await s3.send(new ListObjectsV2Command({ Bucket }))).Contents ?? []).map(({ Key }) => Key);
const versions = async () => {
  const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  return { versions: Versions.length, markers: DeleteMarkers.length };
};

describe('expiration', () => {
  it('takes what is old enough at midnight, by prefix, tag and size', async () => {
    await rules(
      { Filter: { Prefix: 'tmp/' }, Expiration: { Days: 1 } },
      { Filter: { Tag: { Key: 'keep', Value: 'no' } }, Expiration: { Days: 1 } },
      { Filter: { And: { Prefix: 'sized/', ObjectSizeGreaterThan: 10 } }, Expiration: { Days: 1 } },
      { Filter: { Prefix: 'off/' }, Status: 'Disabled', Expiration: { Days: 1 } },
    );
    const { Expiration } = await put('tmp/a');
    expect(Expiration).toBe('expiry-date="Sat, 03 Jan 2026 00:00:00 GMT", rule-id="rule-0"');
    await put('b', { Tagging: 'keep=no' });
    await put('c');
    await put('off/d');
    await put('sized/small');
    await put('sized/large', { Body: 'x'.repeat(11) });
    await cloud.clock.advance(dayMs + 17 * hourMs);
    expect(await keys()).toHaveLength(6);
    await cloud.clock.advance(hourMs);
    expect(await keys()).toEqual(['c', 'off/d', 'sized/small']);
  });

  it('goes by a date', async () => {
    await rules({ Expiration: { Date: new Date(Date.UTC(2026, 0, 10)) } });
    await put('k');
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key: 'k' }))).Expiration).toMatch(/^expiry-date="Sat, 10 Jan 2026/);
    await cloud.clock.advance(8 * dayMs);
    expect(await keys()).toEqual(['k']);
    await cloud.clock.advance(dayMs);
    expect(await keys()).toEqual([]);
  });

  it('stops when the rules are gone', async () => {
    await rules({ Expiration: { Days: 1 } });
    await put('k');
    await cloud.call('s3', 'DeleteBucketLifecycle', { Bucket });
    await cloud.clock.advance(5 * dayMs);
    expect(await keys()).toEqual(['k']);
  });

  it('of versioned buckets leaves a marker, then cleans versions and the marker', async () => {
    await cloud.call('s3', 'PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Enabled' } });
    await rules(
      { Expiration: { Days: 1 } },
      { NoncurrentVersionExpiration: { NoncurrentDays: 2, NewerNoncurrentVersions: 1 } },
    );
    await put('k');
    await put('k');
    await put('k');
    await cloud.clock.advance(2 * dayMs);
    expect(await keys()).toEqual([]);
    expect(await versions()).toEqual({ versions: 3, markers: 1 });
    await cloud.clock.advance(3 * dayMs);
    expect(await versions()).toEqual({ versions: 1, markers: 1 });
    await rules({ NoncurrentVersionExpiration: { NoncurrentDays: 1 } }, { Expiration: { ExpiredObjectDeleteMarker: true } });
    await cloud.clock.advance(2 * dayMs);
    expect(await versions()).toEqual({ versions: 0, markers: 0 });
  });
});

describe('transitions', () => {
  it('move what is large enough to colder classes', async () => {
    await rules({ Transitions: [{ Days: 30, StorageClass: 'STANDARD_IA' }, { Days: 60, StorageClass: 'GLACIER' }] });
    await put('small');
    await put('large', { Body: 'x'.repeat(128 * 1024) });
    const storageClass = async (Key: string) => (await s3.send(new HeadObjectCommand({ Bucket, Key }))).StorageClass;
    await cloud.clock.advance(31 * dayMs);
    expect([await storageClass('small'), await storageClass('large')]).toEqual([undefined, 'STANDARD_IA']);
    await cloud.clock.advance(30 * dayMs);
    expect(await storageClass('large')).toBe('GLACIER');
    await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'large' }))).rejects.toThrow(expect.objectContaining({ name: 'InvalidObjectState' }));
  });
});

describe('uploads that were never completed', () => {
  it('are aborted', async () => {
    await rules({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } });
    await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'k' }));
    await cloud.clock.advance(7 * dayMs);
    expect((await s3.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads).toHaveLength(1);
    await cloud.clock.advance(dayMs);
    expect((await s3.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads ?? []).toEqual([]);
  });
});

it('says so in an event', async () => {
  const { QueueUrl } = await cloud.call('sqs', 'CreateQueue', { QueueName: 'q' });
  await cloud.call('s3', 'PutBucketNotificationConfiguration', {
    Bucket,
    NotificationConfiguration: { QueueConfigurations: [{ QueueArn: 'arn:aws:sqs:us-east-1:000000000000:q', Events: ['s3:LifecycleExpiration:*'] }] },
  });
  await rules({ Expiration: { Days: 1 } });
  await put('k');
  await cloud.clock.advance(2 * dayMs);
  const { Messages } = await cloud.call('sqs', 'ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10 });
  const names = Messages.map(({ Body }: { Body: string }) => JSON.parse(Body)).map((body: any) => body.Event ?? body.Records[0].eventName);
  expect(names).toEqual(['s3:TestEvent', 'LifecycleExpiration:Delete']);
});
