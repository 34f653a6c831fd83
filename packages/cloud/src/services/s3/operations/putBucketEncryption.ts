import type { PutBucketEncryptionCommandInput, PutBucketEncryptionCommandOutput } from '@aws-sdk/client-s3';
import { notImplemented } from '../../../kernel/errors.js';
import { operation } from '../../../kernel/service.js';
import { bucketAccess, bucketOf, changeBucket } from '../domain/bucket.js';
import { malformedXml } from '../errors.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html */
export const putBucketEncryption = operation<PutBucketEncryptionCommandInput, PutBucketEncryptionCommandOutput>({
  ...bucketAccess('s3:PutEncryptionConfiguration'),
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    const rules = input.ServerSideEncryptionConfiguration?.Rules ?? [];
    const { SSEAlgorithm: algorithm } = rules[0]?.ApplyServerSideEncryptionByDefault ?? {};
    if (rules.length !== 1 || algorithm === undefined) throw malformedXml();
    if (algorithm !== 'AES256') throw notImplemented(`S3 server-side encryption ${algorithm}`);
    changeBucket(ctx, bucket, { encryption: rules.map((rule) => ({ BucketKeyEnabled: false, ...rule })) });
    return {};
  },
});
