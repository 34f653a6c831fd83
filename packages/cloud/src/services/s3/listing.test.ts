import {
  ListObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  S3Client,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import type { ListObjectsV2CommandInput, ListObjectVersionsCommandInput } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cloud } from '../../index.js';

const Bucket = 'things';
const keys = ['a', 'a.txt', 'b/', 'b/1', 'b/2', 'b/c/1', 'b0', 'd/1', 'z', 'ü', '\uffee', '😀'];

let cloud: Cloud;
let s3: S3Client;

beforeAll(async () => {
  cloud = await Cloud.start({ clock: 'virtual' });
  s3 = cloud.client(S3Client);
  await cloud.call('s3', 'CreateBucket', { Bucket });
  for (const Key of keys) await cloud.call('s3', 'PutObject', { Bucket, Key, Body: Buffer.from(Key) });
});
afterAll(() => cloud.close());

/** Keys, and common prefixes in angle brackets. */
async function list(input: Partial<ListObjectsV2CommandInput> = {}) {
  const page = await s3.send(new ListObjectsV2Command({ Bucket, ...input }));
  const names = [...(page.Contents ?? []).map(({ Key }) => Key!), ...(page.CommonPrefixes ?? []).map(({ Prefix }) => `<${Prefix}>`)];
  return { ...page, names };
}

describe('ListObjectsV2', () => {
  it('goes in the order of UTF-8', async () => {
    const { names, KeyCount, IsTruncated, Contents } = await list();
    expect(names).toEqual(keys);
    expect({ KeyCount, IsTruncated }).toEqual({ KeyCount: keys.length, IsTruncated: false });
    expect(Contents![0]).toMatchObject({ Key: 'a', Size: 1, ETag: '"0cc175b9c0f1b6a831c399e269772661"', StorageClass: 'STANDARD', ChecksumType: 'FULL_OBJECT' });
    expect(Contents![0]!.Owner).toBeUndefined();
  });

  it.each<[string, Partial<ListObjectsV2CommandInput>, string[]]>([
    ['a prefix', { Prefix: 'b/' }, ['b/', 'b/1', 'b/2', 'b/c/1']],
    ['a prefix of nothing', { Prefix: 'x' }, []],
    ['a delimiter', { Delimiter: '/' }, ['a', 'a.txt', 'b0', 'z', 'ü', '\uffee', '😀', '<b/>', '<d/>']],
    ['a prefix and a delimiter', { Prefix: 'b/', Delimiter: '/' }, ['b/', 'b/1', 'b/2', '<b/c/>']],
    ['a longer delimiter', { Delimiter: '.t' }, ['a', 'b/', 'b/1', 'b/2', 'b/c/1', 'b0', 'd/1', 'z', 'ü', '\uffee', '😀', '<a.t>']],
    ['a start', { StartAfter: 'b0' }, ['d/1', 'z', 'ü', '\uffee', '😀']],
    ['a start between keys', { StartAfter: 'b/19' }, ['b/2', 'b/c/1', 'b0', 'd/1', 'z', 'ü', '\uffee', '😀']],
    ['a start within a common prefix', { StartAfter: 'b/1', Delimiter: '/' }, ['b0', 'z', 'ü', '\uffee', '😀', '<b/>', '<d/>']],
    ['no keys at all', { MaxKeys: 0 }, []],
  ])('with %s', async (_name, input, expected) => {
    expect((await list(input)).names).toEqual(expected);
  });

  it.each([1, 2, 3, 5])('pages by %i', async (MaxKeys) => {
    for (const Delimiter of [undefined, '/']) {
      const whole = (await list({ Delimiter })).names;
      const paged: string[] = [];
      for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket, Delimiter, MaxKeys })) {
        expect(page.KeyCount).toBeLessThanOrEqual(MaxKeys);
        paged.push(...(page.Contents ?? []).map(({ Key }) => Key!), ...(page.CommonPrefixes ?? []).map(({ Prefix }) => `<${Prefix}>`));
      }
      expect(paged.sort()).toEqual([...whole].sort());
    }
  });

  it('encodes names on request', async () => {
    const page = await list({ EncodingType: 'url', Prefix: 'ü' });
    expect(page).toMatchObject({ EncodingType: 'url', Prefix: '%C3%BC' });
    expect(page.names).toEqual(['%C3%BC']);
  });

  it('tells owners on request', async () => {
    expect((await list({ FetchOwner: true })).Contents![0]!.Owner!.ID).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each<[string, Partial<ListObjectsV2CommandInput>, RegExp]>([
    ['a foreign token', { ContinuationToken: 'abc' }, /The continuation token provided is incorrect/],
    ['a negative number', { MaxKeys: -1 }, /Argument max-keys must be an integer between 0 and 2147483647/],
    ['an unknown encoding', { EncodingType: 'base64' as 'url' }, /Invalid Encoding Method/],
  ])('refuses %s', async (_name, input, message) => {
    await expect(list(input)).rejects.toThrow(expect.objectContaining({ name: 'InvalidArgument', message: expect.stringMatching(message) }));
  });
});

describe('ListObjects', () => {
  it('goes on behind a marker', async () => {
    const first = await s3.send(new ListObjectsCommand({ Bucket, MaxKeys: 3, Delimiter: '/' }));
    expect(first).toMatchObject({ IsTruncated: true, NextMarker: 'b/', Marker: '' });
    const second = await s3.send(new ListObjectsCommand({ Bucket, MaxKeys: 2, Delimiter: '/', Marker: first.NextMarker! }));
    expect(second.Contents!.map(({ Key }) => Key)).toEqual(['b0']);
    expect(second.CommonPrefixes).toEqual([{ Prefix: 'd/' }]);
    const plain = await s3.send(new ListObjectsCommand({ Bucket, MaxKeys: 3 }));
    expect(plain.NextMarker).toBeUndefined();
    expect(plain.Contents![0]!.Owner).toBeDefined();
  });
});

describe('versions', () => {
  const versioned = 'versioned';
  beforeAll(async () => {
    await cloud.call('s3', 'CreateBucket', { Bucket: versioned });
    await cloud.call('s3', 'PutObject', { Bucket: versioned, Key: 'a', Body: Buffer.from('0') });
    await cloud.call('s3', 'PutBucketVersioning', { Bucket: versioned, VersioningConfiguration: { Status: 'Enabled' } });
    for (const Key of ['a', 'a', 'gone', 'p/1', 'p/1', 'p/2']) await cloud.call('s3', 'PutObject', { Bucket: versioned, Key, Body: Buffer.from(Key) });
    await cloud.call('s3', 'DeleteObject', { Bucket: versioned, Key: 'gone' });
  });
  const page = (input: Partial<ListObjectVersionsCommandInput> = {}) => s3.send(new ListObjectVersionsCommand({ Bucket: versioned, ...input }));

  it('are hidden from the listing of objects, with deleted objects', async () => {
    expect((await list({ Bucket: versioned })).names).toEqual(['a', 'p/1', 'p/2']);
    expect((await list({ Bucket: versioned, MaxKeys: 2 })).IsTruncated).toBe(true);
  });

  it('are listed newest first, with delete markers', async () => {
    const { Versions, DeleteMarkers } = await page();
    expect(Versions!.map(({ Key, IsLatest }) => `${Key} ${IsLatest}`)).toEqual(['a true', 'a false', 'a false', 'gone false', 'p/1 true', 'p/1 false', 'p/2 true']);
    expect(Versions![2]!.VersionId).toBe('null');
    expect(DeleteMarkers).toMatchObject([{ Key: 'gone', IsLatest: true }]);
  });

  it('fold into common prefixes', async () => {
    const { Versions, CommonPrefixes } = await page({ Delimiter: '/', KeyMarker: 'a' });
    expect(Versions!.map(({ Key }) => Key)).toEqual(['gone']);
    expect(CommonPrefixes).toEqual([{ Prefix: 'p/' }]);
  });

  it.each([1, 2, 3])('are paged by %i', async (MaxKeys) => {
    const found: string[] = [];
    let markers: Partial<ListObjectVersionsCommandInput> | undefined = {};
    while (markers) {
      const answer = await page({ MaxKeys, ...markers });
      found.push(...[...(answer.Versions ?? []), ...(answer.DeleteMarkers ?? [])].map(({ Key, VersionId }) => `${Key} ${VersionId}`));
      markers = answer.IsTruncated ? { KeyMarker: answer.NextKeyMarker, VersionIdMarker: answer.NextVersionIdMarker } : undefined;
    }
    const all = await page();
    const expected = [...all.Versions!, ...all.DeleteMarkers!].map(({ Key, VersionId }) => `${Key} ${VersionId}`);
    expect(found.sort()).toEqual(expected.sort());
  });
});
