import { createHash, randomFillSync } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import type { ChecksumAlgorithm, CompletedPart, CreateMultipartUploadCommandInput } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Cloud } from '../../index.js';

const Bucket = 'things';
const Key = 'big file';
const large = randomFillSync(Buffer.alloc(5 * 1024 ** 2 + 1));
const small = Buffer.from('tail');
const whole = Buffer.concat([large, small]);
const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest();
const etagOf = (...parts: Uint8Array[]) => `"${md5(Buffer.concat(parts.map(md5))).toString('hex')}-${parts.length}"`;

let base: Cloud;
let cloud: Cloud;
let s3: S3Client;

beforeAll(async () => {
  base = await Cloud.start({ clock: 'virtual' });
  await base.call('s3', 'CreateBucket', { Bucket });
});
beforeEach(() => {
  cloud = base.fork();
  s3 = cloud.client(S3Client);
});
afterAll(() => base.close());

const begin = async (more: Partial<CreateMultipartUploadCommandInput> = {}) => {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }));
  return { Bucket, Key, UploadId: UploadId! };
};
type Upload = Awaited<ReturnType<typeof begin>>;
const upload = async (to: Upload, PartNumber: number, Body: Uint8Array, ChecksumAlgorithm?: ChecksumAlgorithm): Promise<CompletedPart> => {
  const { ETag, ChecksumCRC32, ChecksumSHA256 } = await s3.send(new UploadPartCommand({ ...to, PartNumber, Body, ChecksumAlgorithm }));
  return { PartNumber, ETag, ChecksumCRC32, ChecksumSHA256 };
};
const complete = (to: Upload, Parts: CompletedPart[]) => s3.send(new CompleteMultipartUploadCommand({ ...to, MultipartUpload: { Parts } }));
const refusal = (name: string, message: RegExp = /.*/) => expect.objectContaining({ name, message: expect.stringMatching(message) });

describe('a multipart upload', () => {
  it('becomes one object, readable whole, by range across parts, and by part', async () => {
    const to = await begin({ ContentType: 'video/mp4', Metadata: { a: '1' } });
    const parts = [await upload(to, 2, small), await upload(to, 1, large)].reverse();
    const done = await complete(to, parts);
    expect(done).toMatchObject({ ETag: etagOf(large, small), Location: `https://${Bucket}.s3.us-east-1.amazonaws.com/big%20file`, Bucket, Key });
    const read = await s3.send(new GetObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
    expect(Buffer.compare(await read.Body!.transformToByteArray(), whole)).toBe(0);
    expect(read).toMatchObject({ ContentType: 'video/mp4', Metadata: { a: '1' }, ContentLength: whole.length });
    const across = await s3.send(new GetObjectCommand({ Bucket, Key, Range: `bytes=${large.length - 2}-${large.length + 1}` }));
    expect(Buffer.from(await across.Body!.transformToByteArray())).toEqual(whole.subarray(large.length - 2, large.length + 2));
    const second = await s3.send(new GetObjectCommand({ Bucket, Key, PartNumber: 2 }));
    expect(await second.Body!.transformToString()).toBe('tail');
    expect(second).toMatchObject({ PartsCount: 2, ContentRange: `bytes ${large.length}-${whole.length - 1}/${whole.length}`, $metadata: { httpStatusCode: 206 } });
    expect(await s3.send(new HeadObjectCommand({ Bucket, Key, PartNumber: 1 }))).toMatchObject({ ContentLength: large.length, PartsCount: 2 });
    await expect(s3.send(new GetObjectCommand({ Bucket, Key, PartNumber: 3 }))).rejects.toThrow(refusal('InvalidPartNumber', /not satisfiable/));
    await expect(complete(to, parts)).rejects.toThrow(refusal('NoSuchUpload'));
  });

  it('takes the last of parts with one number, and only those listed', async () => {
    const to = await begin();
    await upload(to, 1, large);
    const first = await upload(to, 1, small);
    await upload(to, 2, small);
    await complete(to, [first]);
    expect(await (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body!.transformToString()).toBe('tail');
  });

  it('shows nothing before its end, and nothing after it was aborted', async () => {
    const to = await begin();
    await upload(to, 1, small);
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key }))).rejects.toThrow(refusal('NotFound'));
    await s3.send(new AbortMultipartUploadCommand(to));
    await expect(upload(to, 1, small)).rejects.toThrow(refusal('NoSuchUpload', /may have been aborted or completed/));
    await expect(s3.send(new ListPartsCommand(to))).rejects.toThrow(refusal('NoSuchUpload'));
  });

  it.each<[string, (to: Upload) => Promise<unknown>, string, RegExp]>([
    ['a part that is too small', async (to) => complete(to, [await upload(to, 1, small), await upload(to, 2, small)]), 'EntityTooSmall', /smaller than the minimum allowed size/],
    ['parts out of order', async (to) => complete(to, [await upload(to, 2, large), await upload(to, 1, large)]), 'InvalidPartOrder', /ascending order/],
    ['a part that is not there', async (to) => complete(to, [{ PartNumber: 1, ETag: '"x"' }]), 'InvalidPart', /could not be found/],
    ['another ETag', async (to) => complete(to, [{ ...(await upload(to, 1, small)), ETag: '"x"' }]), 'InvalidPart', /may not match/],
    ['no parts', (to) => complete(to, []), 'MalformedXML', /.*/],
    ['part number 0', (to) => upload(to, 0, small), 'InvalidArgument', /between 1 and 10000, inclusive/],
    ['part number 10001', (to) => upload(to, 10_001, small), 'InvalidArgument', /between 1 and 10000, inclusive/],
    ['another key', (to) => upload({ ...to, Key: 'other' }, 1, small), 'NoSuchUpload', /.*/],
  ])('refuses %s', async (_name, call, name, message) => {
    const to = await begin();
    await expect(call(to)).rejects.toThrow(refusal(name, message));
  });
});

describe('checksums', () => {
  it('are composite for SHA-256, and each part must bring its own', async () => {
    const to = await begin({ ChecksumAlgorithm: 'SHA256' });
    await expect(upload(to, 1, large, 'CRC32')).rejects.toThrow(refusal('InvalidRequest', /expected checksum Type: sha256, actual checksum Type: crc32/));
    const parts = [await upload(to, 1, large, 'SHA256'), await upload(to, 2, small, 'SHA256')];
    const raw = createHash('sha256').update(large).digest();
    const tail = createHash('sha256').update(small).digest();
    expect(parts[0]!.ChecksumSHA256).toBe(raw.toString('base64'));
    await expect(complete(to, parts.map(({ PartNumber, ETag }) => ({ PartNumber, ETag })))).rejects.toThrow(
      refusal('InvalidRequest', /must include the checksum for each part. It was missing for part 1/),
    );
    const done = await complete(to, parts);
    const expected = `${createHash('sha256').update(Buffer.concat([raw, tail])).digest('base64')}-2`;
    expect(done).toMatchObject({ ChecksumSHA256: expected, ChecksumType: 'COMPOSITE' });
    const { Checksum, ObjectParts } = await s3.send(new GetObjectAttributesCommand({ Bucket, Key, ObjectAttributes: ['Checksum', 'ObjectParts'] }));
    expect(Checksum).toMatchObject({ ChecksumSHA256: expected, ChecksumType: 'COMPOSITE' });
    expect(ObjectParts).toMatchObject({ TotalPartsCount: 2, Parts: [{ PartNumber: 1, Size: large.length, ChecksumSHA256: raw.toString('base64') }, { PartNumber: 2, Size: 4 }] });
  });

  it('may cover the whole object', async () => {
    const to = await begin({ ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' });
    const done = await complete(to, [await upload(to, 1, large), await upload(to, 2, small)]);
    expect(done.ChecksumType).toBe('FULL_OBJECT');
    const single = await s3.send(new PutObjectCommand({ Bucket, Key: 'single', Body: whole, ChecksumAlgorithm: 'CRC32' }));
    expect(done.ChecksumCRC32).toBe(single.ChecksumCRC32);
  });

  it.each([
    ['SHA1', 'FULL_OBJECT'],
    ['CRC64NVME', 'COMPOSITE'],
  ] as const)('of %s cannot be %s', async (ChecksumAlgorithm, ChecksumType) => {
    await expect(begin({ ChecksumAlgorithm, ChecksumType })).rejects.toThrow(refusal('InvalidRequest', /checksum type cannot be used/));
  });
});

describe('copied parts', () => {
  it('come from objects and ranges of them', async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'source', Body: whole }));
    const to = await begin();
    const copy = async (PartNumber: number, CopySourceRange?: string): Promise<CompletedPart> => {
      const { CopyPartResult } = await s3.send(new UploadPartCopyCommand({ ...to, PartNumber, CopySource: `${Bucket}/source`, CopySourceRange }));
      return { PartNumber, ETag: CopyPartResult!.ETag };
    };
    await complete(to, [await copy(1), await copy(2, 'bytes=0-3')]);
    const read = await s3.send(new GetObjectCommand({ Bucket, Key }));
    expect(Buffer.compare(await read.Body!.transformToByteArray(), Buffer.concat([whole, whole.subarray(0, 4)]))).toBe(0);
  });

  it.each([
    [`bytes=0-${whole.length}`, /not valid for source object of size/],
    ['bytes=5-', /must be of the form bytes=first-last/],
  ])('refuse range %s', async (CopySourceRange, message) => {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'source', Body: whole }));
    const to = await begin();
    await expect(s3.send(new UploadPartCopyCommand({ ...to, PartNumber: 1, CopySource: `${Bucket}/source`, CopySourceRange }))).rejects.toThrow(
      refusal('InvalidArgument', message),
    );
  });
});

describe('lists', () => {
  it('of parts are paged', async () => {
    const to = await begin();
    for (const number of [3, 1, 2]) await upload(to, number, small);
    const first = await s3.send(new ListPartsCommand({ ...to, MaxParts: 2 }));
    expect(first.Parts!.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([[1, 4], [2, 4]]);
    expect(first).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '2' });
    const second = await s3.send(new ListPartsCommand({ ...to, PartNumberMarker: first.NextPartNumberMarker! }));
    expect(second.Parts!.map(({ PartNumber }) => PartNumber)).toEqual([3]);
  });

  it('of uploads go by key and beginning', async () => {
    const early = await begin({ Key: 'b' });
    await cloud.clock.advance(1000);
    const late = await begin({ Key: 'b' });
    await begin({ Key: 'a' });
    await begin({ Key: 'dir/x' });
    await begin({ Key: 'dir/y' });
    const { Uploads, CommonPrefixes } = await s3.send(new ListMultipartUploadsCommand({ Bucket, Delimiter: '/' }));
    expect(Uploads!.map((item) => item.Key)).toEqual(['a', 'b', 'b']);
    expect(Uploads!.slice(1).map((item) => item.UploadId)).toEqual([early.UploadId, late.UploadId]);
    expect(CommonPrefixes).toEqual([{ Prefix: 'dir/' }]);
    const page = await s3.send(new ListMultipartUploadsCommand({ Bucket, MaxUploads: 2 }));
    expect(page).toMatchObject({ IsTruncated: true, NextKeyMarker: 'b', NextUploadIdMarker: early.UploadId });
    const next = await s3.send(new ListMultipartUploadsCommand({ Bucket, KeyMarker: page.NextKeyMarker!, UploadIdMarker: page.NextUploadIdMarker! }));
    expect(next.Uploads!.map((item) => item.Key)).toEqual(['b', 'dir/x', 'dir/y']);
  });
});
