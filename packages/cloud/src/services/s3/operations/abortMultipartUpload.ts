import type { AbortMultipartUploadCommandInput, AbortMultipartUploadCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketOf, objectAccess } from '../domain/bucket.js';
import { removeUpload, uploadOf } from '../domain/uploads.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html */
export const abortMultipartUpload = operation<AbortMultipartUploadCommandInput, AbortMultipartUploadCommandOutput>({
  ...objectAccess('s3:AbortMultipartUpload'),
  unsupported: ['IfMatchInitiatedTime'],
  run(input, ctx) {
    removeUpload(ctx, uploadOf(ctx, bucketOf(ctx, input).name, input));
    return {};
  },
});
