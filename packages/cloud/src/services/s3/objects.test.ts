import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetObjectAclCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { GetObjectCommandInput, PutObjectCommandInput } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Cloud } from '../../index.js';

const Bucket = 'things';
const hello = '"5d41402abc4b2a76b9719d911017c592"';

let base: Cloud;
let cloud: Cloud;
let s3: S3Client;

beforeAll(async () => {
  base = await Cloud.start({ clock: 'virtual' });
  await base.call('s3', 'CreateBucket', { Bucket });
  await base.call('s3', 'CreateBucket', { Bucket: 'versioned' });
  await base.call('s3', 'PutBucketVersioning', { Bucket: 'versioned', VersioningConfiguration: { Status: 'Enabled' } });
});
beforeEach(() => {
  cloud = base.fork();
  s3 = cloud.client(S3Client);
});
afterAll(() => base.close());

const put = (Key: string, Body: string | Uint8Array = 'hello', more: Partial<PutObjectCommandInput> = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const get = (Key: string, more: Partial<GetObjectCommandInput> = {}) => s3.send(new GetObjectCommand({ Bucket, Key, ...more }));
const text = async (Key: string, more: Partial<GetObjectCommandInput> = {}) => (await get(Key, more)).Body!.transformToString();
const refusal = (name: string, message: string | RegExp, status: number) =>
  expect.objectContaining({
    name,
    message: typeof message === 'string' ? message : expect.stringMatching(message),
    $metadata: expect.objectContaining({ httpStatusCode: status }),
  });

describe('an object', () => {
  it('comes back as it was put, with its headers and metadata', async () => {
    const Expires = new Date(Date.UTC(2030, 0, 1));
    const answer = await put('a/b ü.txt', 'hello', {
      ContentType: 'text/plain',
      CacheControl: 'no-cache',
      ContentDisposition: 'attachment',
      ContentEncoding: 'identity',
      ContentLanguage: 'en',
      Expires,
      Metadata: { Owner: 'Ana', 'Two-Words': 'x y' },
      Tagging: 'team=blue&note=a%20b',
    });
    expect(answer).toMatchObject({ ETag: hello, ServerSideEncryption: 'AES256', ChecksumCRC32: 'NhCmhg==', ChecksumType: 'FULL_OBJECT' });
    expect(answer.VersionId).toBeUndefined();
    const read = await get('a/b ü.txt', { ChecksumMode: 'ENABLED' });
    expect(await read.Body!.transformToString()).toBe('hello');
    expect(read).toMatchObject({
      ETag: hello,
      ContentLength: 5,
      ContentType: 'text/plain',
      CacheControl: 'no-cache',
      ContentDisposition: 'attachment',
      ContentEncoding: 'identity',
      ContentLanguage: 'en',
      Expires,
      Metadata: { owner: 'Ana', 'two-words': 'x y' },
      TagCount: 2,
      AcceptRanges: 'bytes',
      LastModified: new Date(Date.UTC(2026, 0, 1)),
      ChecksumCRC32: 'NhCmhg==',
    });
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'a/b ü.txt' }));
    expect(head).toMatchObject({ ETag: hello, ContentLength: 5, Metadata: { owner: 'Ana', 'two-words': 'x y' } });
  });

  it('keeps binary bytes, empty bodies and odd keys', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    await put('bytes', bytes);
    expect(await (await get('bytes')).Body!.transformToByteArray()).toEqual(bytes);
    await put('empty', '');
    expect(await text('empty')).toBe('');
    for (const key of ['a//b', '/lead', 'trail/', 'plus+and%25&=?#', '日本/語', 'a/../b', "quote'\"<>", '😀']) {
      await put(key, key);
      expect(await text(key)).toBe(key);
    }
  });

  it('is replaced by the next', async () => {
    await put('k', 'one');
    await put('k', 'two');
    expect(await text('k')).toBe('two');
  });

  it.each([
    ['bytes=0-0', 'h', 'bytes 0-0/5'],
    ['bytes=1-3', 'ell', 'bytes 1-3/5'],
    ['bytes=3-', 'lo', 'bytes 3-4/5'],
    ['bytes=-2', 'lo', 'bytes 3-4/5'],
    ['bytes=-99', 'hello', 'bytes 0-4/5'],
    ['bytes=2-99', 'llo', 'bytes 2-4/5'],
  ])('is read by range %s', async (Range, expected, ContentRange) => {
    await put('k');
    const read = await get('k', { Range });
    expect(await read.Body!.transformToString()).toBe(expected);
    expect(read).toMatchObject({ ContentRange, ContentLength: expected.length, $metadata: { httpStatusCode: 206 } });
  });

  it.each(['lines=1-2', 'bytes=a-b', 'bytes=0-1,3-4', 'bytes=3-1'])('is sent whole for range %s', async (Range) => {
    await put('k');
    const read = await get('k', { Range });
    expect(read.$metadata.httpStatusCode).toBe(200);
    expect(await read.Body!.transformToString()).toBe('hello');
  });

  it.each(['bytes=5-', 'bytes=-0'])('has no byte in range %s', async (Range) => {
    await put('k');
    await expect(get('k', { Range })).rejects.toThrow(refusal('InvalidRange', 'The requested range is not satisfiable', 416));
  });

  it.each<[string, Partial<GetObjectCommandInput>, number]>([
    ['If-Match', { IfMatch: hello }, 200],
    ['If-Match, another', { IfMatch: '"x"' }, 412],
    ['If-Match, one of two', { IfMatch: `"x", ${hello}` }, 200],
    ['If-None-Match', { IfNoneMatch: hello }, 304],
    ['If-None-Match, another', { IfNoneMatch: '"x"' }, 200],
    ['If-Modified-Since, before', { IfModifiedSince: new Date(Date.UTC(2025, 0, 1)) }, 200],
    ['If-Modified-Since, after', { IfModifiedSince: new Date(Date.UTC(2026, 0, 2)) }, 304],
    ['If-Unmodified-Since, before', { IfUnmodifiedSince: new Date(Date.UTC(2025, 0, 1)) }, 412],
    ['If-Match silences If-Unmodified-Since', { IfMatch: hello, IfUnmodifiedSince: new Date(Date.UTC(2025, 0, 1)) }, 200],
    ['If-None-Match silences If-Modified-Since', { IfNoneMatch: '"x"', IfModifiedSince: new Date(Date.UTC(2026, 0, 2)) }, 200],
  ])('answers %s', async (_name, conditions, status) => {
    await put('k');
    const result = await get('k', conditions).then(
      (answer) => answer.$metadata.httpStatusCode,
      (error: { $metadata: { httpStatusCode: number } }) => error.$metadata.httpStatusCode,
    );
    expect(result).toBe(status);
  });

  it('is answered with other headers on request', async () => {
    await put('k');
    const read = await get('k', { ResponseContentType: 'text/html', ResponseContentDisposition: 'inline', ResponseCacheControl: 'max-age=1' });
    expect(read).toMatchObject({ ContentType: 'text/html', ContentDisposition: 'inline', CacheControl: 'max-age=1' });
  });

  it('has no ACL but its owner’s', async () => {
    await put('k', 'hello', { ACL: 'bucket-owner-full-control' });
    const { Grants, Owner } = await s3.send(new GetObjectAclCommand({ Bucket, Key: 'k' }));
    expect(Grants).toMatchObject([{ Permission: 'FULL_CONTROL', Grantee: { ID: Owner!.ID, Type: 'CanonicalUser' } }]);
    await expect(put('k', 'hello', { ACL: 'public-read' })).rejects.toThrow(refusal('AccessControlListNotSupported', 'The bucket does not allow ACLs', 400));
  });

  it('shows its attributes', async () => {
    await put('k', 'hello', { ChecksumAlgorithm: 'SHA256' });
    const attributes = await s3.send(
      new GetObjectAttributesCommand({ Bucket, Key: 'k', ObjectAttributes: ['ETag', 'Checksum', 'ObjectSize', 'StorageClass', 'ObjectParts'] }),
    );
    expect(attributes).toMatchObject({
      ETag: hello.slice(1, -1),
      ObjectSize: 5,
      StorageClass: 'STANDARD',
      Checksum: { ChecksumSHA256: 'LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=', ChecksumType: 'FULL_OBJECT' },
    });
    expect(attributes.ObjectParts).toBeUndefined();
  });
});

describe('what is missing or wrong', () => {
  it.each<[string, () => Promise<unknown>, string, string | RegExp, number]>([
    ['bucket', () => s3.send(new GetObjectCommand({ Bucket: 'nothing-here', Key: 'k' })), 'NoSuchBucket', 'The specified bucket does not exist', 404],
    ['key', () => get('none'), 'NoSuchKey', 'The specified key does not exist.', 404],
    ['key of HEAD', () => s3.send(new HeadObjectCommand({ Bucket, Key: 'none' })), 'NotFound', /.*/, 404],
    ['version', () => get('k', { VersionId: 'x'.repeat(32) }), 'NoSuchVersion', 'The specified version does not exist.', 404],
    ['version id of another form', () => get('k', { VersionId: 'x' }), 'InvalidArgument', 'Invalid version id specified', 400],
    ['key that is too long', () => put('x'.repeat(1025)), 'KeyTooLongError', 'Your key is too long', 400],
    ['metadata that is too large', () => put('k', '', { Metadata: { a: 'x'.repeat(2048) } }), 'MetadataTooLarge', /exceed the maximum allowed/, 400],
    ['MD5 that does not match', () => put('k', 'x', { ContentMD5: 'XUFAKrxLKna5cZ2REBfFkg==' }), 'BadDigest', /did not match what we received/, 400],
    ['MD5 that is none', () => put('k', 'x', { ContentMD5: 'abc' }), 'InvalidDigest', 'The Content-MD5 you specified was invalid.', 400],
    ['checksum that does not match', () => put('k', 'x', { ChecksumSHA256: 'LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=' }), 'BadDigest', /The SHA256 you specified did not match/, 400],
    ['tag twice', () => put('k', 'x', { Tagging: 'a=1&a=2' }), 'InvalidTag', /multiple Tags with the same key/, 400],
    ['tags too many', () => put('k', 'x', { Tagging: Array.from({ length: 11 }, (_, i) => `t${i}=1`).join('&') }), 'BadRequest', 'Object tags cannot be greater than 10', 400],
    ['storage class', () => put('k', 'x', { StorageClass: 'COLD' as 'STANDARD' }), 'InvalidStorageClass', 'The storage class you specified is not valid', 400],
    ['KMS', () => put('k', 'x', { ServerSideEncryption: 'aws:kms' }), 'NotImplementedException', /S3 server-side encryption aws:kms/, 501],
    ['customer keys', () => put('k', 'x', { SSECustomerAlgorithm: 'AES256' }), 'NotImplementedException', /parameter SSECustomerAlgorithm of S3 PutObject/, 501],
    ['archived', async () => { await put('k', 'x', { StorageClass: 'GLACIER' }); return get('k'); }, 'InvalidObjectState', /not valid for the object's storage class/, 403],
    ['owner', () => s3.send(new GetObjectCommand({ Bucket, Key: 'k', ExpectedBucketOwner: '111111111111' })), 'AccessDenied', 'Access Denied', 403],
    ['region', () => cloud.client(S3Client, { region: 'eu-west-1' }).send(new GetObjectCommand({ Bucket, Key: 'k' })), 'PermanentRedirect', /must be addressed using the specified endpoint/, 301],
  ])('%s', async (_name, call, name, message, status) => {
    await expect(call()).rejects.toThrow(refusal(name, message, status));
  });

  it('names bucket and key in the error', async () => {
    await expect(get('none')).rejects.toThrow(expect.objectContaining({ Key: 'none' }));
    await expect(s3.send(new GetObjectCommand({ Bucket: 'nothing-here', Key: 'k' }))).rejects.toThrow(
      expect.objectContaining({ BucketName: 'nothing-here' }),
    );
  });
});

describe('conditional writes', () => {
  it('create once, and change only what is meant', async () => {
    await put('k', 'hello', { IfNoneMatch: '*' });
    await expect(put('k', 'x', { IfNoneMatch: '*' })).rejects.toThrow(refusal('PreconditionFailed', /pre-conditions you specified did not hold/, 412));
    await put('k', 'second', { IfMatch: hello });
    await expect(put('k', 'third', { IfMatch: hello })).rejects.toThrow(refusal('PreconditionFailed', /.*/, 412));
    await expect(put('none', 'x', { IfMatch: hello })).rejects.toThrow(refusal('NoSuchKey', /.*/, 404));
    expect(await text('k')).toBe('second');
  });
});

describe('deletion', () => {
  it('is quiet about what is not there', async () => {
    await put('k');
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
    await expect(get('k')).rejects.toThrow(refusal('NoSuchKey', /.*/, 404));
  });

  it('takes many at once', async () => {
    await put('a');
    await put('b');
    const { Deleted, Errors } = await s3.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'a' }, { Key: 'b', VersionId: 'bad' }, { Key: 'none' }] } }),
    );
    expect(Deleted).toEqual([{ Key: 'a' }, { Key: 'none' }]);
    expect(Errors).toMatchObject([{ Key: 'b', Code: 'InvalidArgument' }]);
    const quiet = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Quiet: true, Objects: [{ Key: 'b' }] } }));
    expect(quiet.Deleted ?? []).toEqual([]);
    await expect(get('b')).rejects.toThrow();
    await expect(s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: Array.from({ length: 1001 }, (_, i) => ({ Key: `k${i}` })) } }))).rejects.toThrow(
      refusal('MalformedXML', /.*/, 400),
    );
  });
});

describe('copies', () => {
  it('keep or replace metadata and tags', async () => {
    await put('from', 'hello', { Metadata: { a: '1' }, Tagging: 't=1', ContentType: 'text/plain' });
    const { CopyObjectResult } = await s3.send(new CopyObjectCommand({ Bucket, Key: 'to', CopySource: `${Bucket}/from` }));
    expect(CopyObjectResult).toMatchObject({ ETag: hello, LastModified: new Date(Date.UTC(2026, 0, 1)) });
    expect(await get('to')).toMatchObject({ Metadata: { a: '1' }, TagCount: 1, ContentType: 'text/plain' });
    await s3.send(
      new CopyObjectCommand({ Bucket, Key: 'to', CopySource: `/${Bucket}/from`, MetadataDirective: 'REPLACE', Metadata: { b: '2' }, TaggingDirective: 'REPLACE', Tagging: 'x=1&y=2' }),
    );
    expect(await get('to')).toMatchObject({ Metadata: { b: '2' }, TagCount: 2, ContentType: 'binary/octet-stream' });
  });

  it('reach odd keys and old versions', async () => {
    await put('dir/ä +%', 'odd');
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'plain', CopySource: `${Bucket}/${encodeURIComponent('dir/ä +%')}` }));
    expect(await text('plain')).toBe('odd');
    const first = await s3.send(new PutObjectCommand({ Bucket: 'versioned', Key: 'k', Body: 'old' }));
    await s3.send(new PutObjectCommand({ Bucket: 'versioned', Key: 'k', Body: 'new' }));
    const copied = await s3.send(new CopyObjectCommand({ Bucket, Key: 'plain', CopySource: `versioned/k?versionId=${first.VersionId}` }));
    expect(copied.CopySourceVersionId).toBe(first.VersionId);
    expect(await text('plain')).toBe('old');
  });

  it.each([
    ['onto itself', { Key: 'from', CopySource: 'things/from' }, 'InvalidRequest', /trying to copy an object to itself without changing/],
    ['of nothing', { Key: 'to', CopySource: 'things/none' }, 'NoSuchKey', /.*/],
    ['of no key', { Key: 'to', CopySource: 'things/' }, 'InvalidArgument', /must mention the source bucket and key/],
    ['under a failed condition', { Key: 'to', CopySource: 'things/from', CopySourceIfMatch: '"x"' }, 'PreconditionFailed', /.*/],
    ['under a condition that fails by matching', { Key: 'to', CopySource: 'things/from', CopySourceIfNoneMatch: hello }, 'PreconditionFailed', /.*/],
  ])('%s fail', async (_name, input, name, message) => {
    await put('from');
    await expect(s3.send(new CopyObjectCommand({ Bucket, ...input }))).rejects.toThrow(
      expect.objectContaining({ name, message: expect.stringMatching(message) }),
    );
  });

  it('onto itself change its metadata', async () => {
    await put('k', 'hello', { Metadata: { a: '1' } });
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'k', CopySource: `${Bucket}/k`, MetadataDirective: 'REPLACE', Metadata: { a: '2' } }));
    expect((await get('k')).Metadata).toEqual({ a: '2' });
  });
});

describe('tags of an object', () => {
  it('are put, read and deleted', async () => {
    await put('k');
    const TagSet = [{ Key: 'a', Value: '1' }, { Key: 'b', Value: '' }];
    await s3.send(new PutObjectTaggingCommand({ Bucket, Key: 'k', Tagging: { TagSet } }));
    expect((await s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'k' }))).TagSet).toEqual(TagSet);
    await s3.send(new DeleteObjectTaggingCommand({ Bucket, Key: 'k' }));
    expect((await s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'k' }))).TagSet).toEqual([]);
    expect(await text('k')).toBe('hello');
  });
});

describe('versions', () => {
  const versioned = { Bucket: 'versioned', Key: 'k' };
  const write = async (Body: string) => (await s3.send(new PutObjectCommand({ ...versioned, Body }))).VersionId!;
  const read = async (VersionId?: string) => (await s3.send(new GetObjectCommand({ ...versioned, VersionId }))).Body!.transformToString();

  it('are all kept, the newest on top', async () => {
    const [first, second] = [await write('one'), await write('two')];
    expect(first).toHaveLength(32);
    expect(await read()).toBe('two');
    expect(await read(first)).toBe('one');
    const deleted = await s3.send(new DeleteObjectCommand(versioned));
    expect(deleted.DeleteMarker).toBe(true);
    await expect(read()).rejects.toThrow(refusal('NoSuchKey', /.*/, 404));
    await expect(read(deleted.VersionId)).rejects.toThrow(refusal('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405));
    expect(await read(second)).toBe('two');
    const undone = await s3.send(new DeleteObjectCommand({ ...versioned, VersionId: deleted.VersionId }));
    expect(undone).toMatchObject({ DeleteMarker: true, VersionId: deleted.VersionId });
    expect(await read()).toBe('two');
    await s3.send(new DeleteObjectCommand({ ...versioned, VersionId: second }));
    expect(await read()).toBe('one');
  });

  it('of a suspended bucket: one null version, the others stay', async () => {
    const first = await write('one');
    await s3.send(new PutBucketVersioningCommand({ Bucket: 'versioned', VersioningConfiguration: { Status: 'Suspended' } }));
    expect(await write('two')).toBe('null');
    expect(await write('three')).toBe('null');
    expect(await read()).toBe('three');
    expect(await read(first)).toBe('one');
    const marker = await s3.send(new DeleteObjectCommand(versioned));
    expect(marker).toMatchObject({ DeleteMarker: true, VersionId: 'null' });
    await expect(read()).rejects.toThrow();
    expect(await read(first)).toBe('one');
  });

  it('keep the null version of before', async () => {
    await put('k', 'before');
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
    await put('k', 'after');
    expect(await text('k')).toBe('after');
    expect(await text('k', { VersionId: 'null' })).toBe('before');
  });
});
