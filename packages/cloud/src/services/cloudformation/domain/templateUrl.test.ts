import { expect, it } from 'vitest';
import { objectPlace } from './templateUrl.js';

it.each([
  ['https://bucket.s3.amazonaws.com/a/b.json', 'bucket', 'a/b.json'],
  ['https://bucket.s3.us-west-2.amazonaws.com/a.json', 'bucket', 'a.json'],
  ['https://my.dotted.bucket.s3-eu-west-1.amazonaws.com/a.json', 'my.dotted.bucket', 'a.json'],
  ['https://s3.amazonaws.com/bucket/a%20b.json', 'bucket', 'a b.json'],
  ['https://s3.us-east-1.amazonaws.com/bucket/a.json', 'bucket', 'a.json'],
  ['http://127.0.0.1:4566/bucket/a.json', 'bucket', 'a.json'],
  ['http://bucket.s3.localhost:4566/a.json', 'bucket', 'a.json'],
])('%s', (url, bucket, key) => {
  expect(objectPlace(url)).toEqual({ bucket, key, versionId: undefined });
});

it('reads a version', () => {
  expect(objectPlace('https://s3.amazonaws.com/b/k?versionId=v1')?.versionId).toBe('v1');
});

it.each(['https://example.com/a.json', 'a.json', 'file:///etc/passwd', 'https://s3.amazonaws.com/bucket', 'https://b.s3.amazonaws.com/'])('refuses %s', (url) => {
  expect(objectPlace(url)).toBeUndefined();
});
