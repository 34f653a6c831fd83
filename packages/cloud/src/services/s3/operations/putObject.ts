import type { PutObjectCommandInput, PutObjectCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketOf, objectArn } from '../domain/bucket.js';
import { bodyBytes } from '../domain/body.js';
import { checksumMembers, md5Hex, verifiedChecksum, verifyContentMd5 } from '../domain/checksum.js';
import { draftOf, unsupportedContentMembers } from '../domain/content.js';
import { expirationHeader } from '../domain/lifecycle.js';
import { checkObjectKey } from '../domain/objectKey.js';
import { putVersion, shownVersionId } from '../domain/versions.js';
import { checkWriteConditions } from '../domain/writeConditions.js';
import { announce } from '../delivery.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
export const putObject = operation<PutObjectCommandInput, PutObjectCommandOutput>({
  resource: (input) => objectArn(input.Bucket!, input.Key!),
  access: (input) => [
    { action: 's3:PutObject', resource: objectArn(input.Bucket!, input.Key!) },
    ...(input.Tagging === undefined ? [] : [{ action: 's3:PutObjectTagging', resource: objectArn(input.Bucket!, input.Key!) }]),
  ],
  unsupported: [...unsupportedContentMembers, 'WriteOffsetBytes', 'GrantFullControl', 'GrantRead', 'GrantReadACP', 'GrantWriteACP'],
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    const key = input.Key!;
    checkObjectKey(key);
    const bytes = bodyBytes(input.Body);
    const draft = draftOf(input, bucket);
    const etag = md5Hex(bytes);
    verifyContentMd5(bytes, input.ContentMD5, etag);
    const checksum = { ...verifiedChecksum(bytes, input), type: 'FULL_OBJECT' as const };
    checkWriteConditions(ctx, bucket.name, key, input);
    const piece = { hash: ctx.blobs.put(bytes), size: bytes.length, partNumber: 1, checksum: checksum.value };
    const content = { ...draft, size: bytes.length, etag, pieces: [piece], multipart: false, checksum };
    const record = putVersion(ctx, bucket, key, content);
    announce(ctx, bucket, record, 'ObjectCreated:Put');
    return {
      ETag: `"${etag}"`,
      ...checksumMembers(checksum),
      ChecksumType: checksum.type,
      ServerSideEncryption: 'AES256',
      VersionId: shownVersionId(bucket, record),
      Expiration: expirationHeader(bucket, record),
    };
  },
});
