import type { PutBucketVersioningCommandInput, PutBucketVersioningCommandOutput } from '@aws-sdk/client-s3';
import { notImplemented } from '../../../kernel/errors.js';
import { operation } from '../../../kernel/service.js';
import { bucketAccess, bucketOf, changeBucket } from '../domain/bucket.js';
import { illegalVersioning, malformedXml } from '../errors.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketVersioning.html */
export const putBucketVersioning = operation<PutBucketVersioningCommandInput, PutBucketVersioningCommandOutput>({
  ...bucketAccess('s3:PutBucketVersioning'),
  unsupported: ['MFA'],
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    const { Status: status, MFADelete: mfaDelete } = input.VersioningConfiguration ?? {};
    if (status === undefined) throw illegalVersioning();
    if (status !== 'Enabled' && status !== 'Suspended') throw malformedXml();
    if (mfaDelete === 'Enabled') throw notImplemented('S3 MFA delete');
    changeBucket(ctx, bucket, { versioning: status });
    return {};
  },
});
