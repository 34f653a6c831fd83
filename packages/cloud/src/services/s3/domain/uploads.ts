import { key, prefix } from '../../../kernel/collection.js';
import type { Context } from '../../../kernel/service.js';
import { invalidArgument, noSuchUpload } from '../errors.js';
import { limits } from '../limits.js';
import { orderedKey } from './objectKey.js';
import { parts, uploads } from './records.js';
import type { PartRecord, UploadRecord } from './records.js';

const uploadKey = ({ bucket, key: objectKey, uploadId }: Pick<UploadRecord, 'bucket' | 'key' | 'uploadId'>): string =>
  key(bucket, orderedKey(objectKey), uploadId);

export function putUpload(ctx: Context, upload: UploadRecord): void {
  ctx.table(uploads).put(uploadKey(upload), upload);
}

export function uploadOf(ctx: Context, bucket: string, input: { Key?: string | undefined; UploadId?: string | undefined }): UploadRecord {
  const upload = ctx.table(uploads).get(uploadKey({ bucket, key: input.Key!, uploadId: input.UploadId! }));
  if (!upload) throw noSuchUpload(input.UploadId!);
  return upload;
}

/** Parts in order of their numbers. */
export function* partsOf(ctx: Context, uploadId: string): IterableIterator<PartRecord> {
  for (const [, part] of ctx.table(parts).range({ prefix: prefix(uploadId) })) yield part;
}

export function putPart(ctx: Context, upload: UploadRecord, part: PartRecord): void {
  ctx.table(parts).put(key(upload.uploadId, part.partNumber), part);
}

export function partOf(ctx: Context, uploadId: string, partNumber: number): PartRecord | undefined {
  return ctx.table(parts).get(key(uploadId, partNumber));
}

/** Forgets an upload and its parts. */
export function removeUpload(ctx: Context, upload: UploadRecord): void {
  ctx.table(uploads).delete(uploadKey(upload));
  for (const [partKey] of ctx.table(parts).range({ prefix: prefix(upload.uploadId) })) ctx.table(parts).delete(partKey);
}

export function checkPartNumber(partNumber: number): void {
  if (!Number.isInteger(partNumber) || partNumber < 1 || partNumber > limits.parts) {
    throw invalidArgument(`Part number must be an integer between 1 and ${limits.parts}, inclusive`, 'partNumber', partNumber);
  }
}
